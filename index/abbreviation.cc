// SPDX-License-Identifier: GPL-3.0-or-later
// The tables are sorted, lower-case and without full stops; English, with the
// few of other languages that English texts carry.
#include "index/abbreviation.h"

#include <algorithm>
#include <array>

#include "index/text.h"

namespace ibid {
namespace {

constexpr size_t kLongestWord = 16;

constexpr auto kNeverEnds = std::to_array<std::string_view>({
    "approx", "bzw",    "ca",   "capt", "cf",   "col", "d.h",  "dept",
    "dr",     "e.g",    "eg",   "eq",   "eqs",  "esp", "fig",  "figs",
    "gen",    "ggf",    "gov",  "hon",  "i.e",  "ie",  "incl", "lt",
    "maj",    "messrs", "mr",   "mrs",  "ms",   "mt",  "mx",   "pres",
    "prof",   "ref",    "refs", "rep",  "resp", "rev", "sen",  "sgt",
    "st",     "univ",   "usu",  "vgl",  "viz",  "vs",  "z.b",
});

constexpr auto kBeforeNumber = std::to_array<std::string_view>({
    "app", "apr",  "art", "aug", "b",   "c",   "ch",   "chap", "d",   "dec",
    "ex",  "feb",  "jan", "jul", "jun", "l",   "ll",   "mar",  "no",  "nos",
    "nov", "nr",   "oct", "p",   "par", "pp",  "pt",   "r",    "sec", "sect",
    "sep", "sept", "tab", "v",   "ver", "vol", "vols",
});

constexpr auto kMayEnd = std::to_array<std::string_view>({
    "al", "assn", "ave", "blvd", "bros", "co",   "corp",  "dist",
    "ed", "eds",  "est", "etc",  "ext",  "govt", "inc",   "intl",
    "jr", "ltd",  "mfg", "nat",  "pub",  "sr",   "trans",
});

constexpr auto kBeginners = std::to_array<std::string_view>({
    "a",       "according", "after",   "all",       "also",    "although",
    "an",      "and",       "another", "any",       "are",     "as",
    "at",      "because",   "before",  "both",      "but",     "by",
    "can",     "do",        "does",    "during",    "each",    "every",
    "finally", "first",     "for",     "from",      "he",      "hence",
    "her",     "here",      "his",     "how",       "however", "if",
    "in",      "instead",   "is",      "it",        "its",     "later",
    "many",    "most",      "no",      "not",       "now",     "of",
    "often",   "on",        "once",    "one",       "only",    "or",
    "other",   "our",       "over",    "please",    "see",     "she",
    "since",   "so",        "some",    "such",      "that",    "the",
    "their",   "then",      "there",   "therefore", "these",   "they",
    "this",    "those",     "though",  "thus",      "to",      "today",
    "under",   "unless",    "until",   "use",       "using",   "was",
    "we",      "what",      "when",    "where",     "whether", "which",
    "while",   "who",       "why",     "with",      "without", "yes",
    "yet",     "you",       "your",
});

static_assert(std::ranges::is_sorted(kNeverEnds));
static_assert(std::ranges::is_sorted(kBeforeNumber));
static_assert(std::ranges::is_sorted(kMayEnd));
static_assert(std::ranges::is_sorted(kBeginners));

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// U.S, a.m, Ph.D: full stops between pieces of one or two letters.
bool is_dotted(std::string_view word) {
  size_t letters = 0;
  bool dotted = false;
  for (const char c : word) {
    if (c == '.') {
      if (letters == 0) return false;
      letters = 0;
      dotted = true;
    } else if (!is_letter(c) || ++letters > 2) {
      return false;
    }
  }
  return dotted && letters > 0;
}

}  // namespace

Abbreviation abbreviation(std::string_view word) {
  if (word.empty() || word.size() > kLongestWord) return Abbreviation::kNone;
  if (word.size() == 1 && word[0] >= 'A' && word[0] <= 'Z')
    return Abbreviation::kMayEnd;
  const std::string lower = ascii_lower(word);
  if (std::ranges::binary_search(kNeverEnds, lower))
    return Abbreviation::kNeverEnds;
  if (std::ranges::binary_search(kBeforeNumber, lower))
    return Abbreviation::kBeforeNumber;
  if (std::ranges::binary_search(kMayEnd, lower) || is_dotted(word))
    return Abbreviation::kMayEnd;
  return Abbreviation::kNone;
}

bool begins_sentences(std::string_view word) {
  if (word.size() > kLongestWord) return false;
  return std::ranges::binary_search(kBeginners, ascii_lower(word));
}

}  // namespace ibid
