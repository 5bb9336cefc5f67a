// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/query_mode.h"

#include <string>
#include <vector>

#include "index/char_class.h"
#include "index/fold.h"
#include "index/text.h"

namespace ibid {

namespace {

constexpr size_t kMinWords = 3;
constexpr size_t kMaxWordBytes = 32;  // longer than any below

// The first word, or the first two, of questions and of requests that are as
// good as one; folded, so without accents. Words that start keywords as often
// ("comment", "tell") stand here only with a second one.
constexpr std::string_view kEnglish =
    "|what|whats|which|who|whos|whom|whose|how|hows|why|when|where|wheres"
    "|is|are|am|was|were|do|does|did|can|could|should|would|will|has|have"
    "|isn|aren|wasn|weren|don t|doesn|didn|couldn|shouldn|wouldn|won t|hasn t"
    "|haven t|tell me|tell us|explain|describe|";
constexpr std::string_view kGerman =
    "|was|wer|wen|wem|wessen|wie|warum|wieso|weshalb|wann|wo|woher|wohin|womit"
    "|wodurch|wofur|wozu|woran|worin|woraus|welche|welcher|welches|welchen"
    "|welchem|ist|sind|kann|konnen|soll|sollte|darf|muss|gibt|braucht|erklar"
    "|erklare|";
constexpr std::string_view kFrench =
    "|que|qui|quoi|quel|quelle|quels|quelles|qu est-ce|est-ce|quand|pourquoi"
    "|combien|peut-on|ou est|ou sont|ou se|explique|expliquez|comment faire"
    "|comment fonctionne|comment fonctionnent|comment utiliser"
    "|comment installer|comment puis-je|comment peut-on|comment est"
    "|comment sont|comment on|comment se|comment le|comment la|comment les"
    "|comment un|comment une|comment ca|comment je|comment j|";
constexpr std::string_view kSpanish =
    "|que|cual|cuales|quien|quienes|como|cuando|donde|adonde|cuanto|cuanta"
    "|cuantos|cuantas|por que|para que|puedo|puede|explica|";

bool is_word_character(char32_t c) {
  return c == '-' || char_class(c) != CharClass::kOther;
}

// The first words, at most count; an apostrophe ends one.
std::vector<std::string_view> first_words(std::string_view text, size_t count) {
  std::vector<std::string_view> words;
  size_t start = 0;
  for (size_t at = 0; at <= text.size() && words.size() < count;) {
    const CodePoint c =
        at < text.size() ? decode_utf8(text, at) : CodePoint{U' ', 1, true};
    if (!is_word_character(c.value)) {
      const std::string_view word = text.substr(start, at - start);
      if (word.find_first_not_of('-') != std::string_view::npos) {
        words.push_back(word);
      }
      start = at + c.length;
    }
    at += c.length;
  }
  return words;
}

bool is_opener(const std::string& phrase) {
  const std::string entry = "|" + phrase + "|";
  for (const std::string_view list : {kEnglish, kGerman, kFrench, kSpanish}) {
    if (list.find(entry) != std::string_view::npos) return true;
  }
  return false;
}

bool starts_like_a_question(std::string_view text) {
  const std::vector<std::string_view> words = first_words(text, kMinWords);
  if (words.size() < kMinWords) return false;
  if (words[0].size() > kMaxWordBytes) return false;
  const std::string first = fold(words[0]);
  if (is_opener(first)) return true;
  if (words[1].size() > kMaxWordBytes) return false;
  return is_opener(first + " " + fold(words[1]));
}

// True for text that ends with a question mark of any script, be it "?!".
bool ends_with_question_mark(std::string_view text) {
  text = trim(text);
  while (text.ends_with('!')) text.remove_suffix(1);
  for (const std::string_view mark :
       {"?", "\uff1f", "\u061f", "\u2047", "\u203d"}) {
    if (text.ends_with(mark)) return true;
  }
  return false;
}

}  // namespace

bool reads_as_question(std::string_view text) {
  const bool has_words = !first_words(text, 1).empty();
  return has_words &&
         (ends_with_question_mark(text) || starts_like_a_question(text));
}

}  // namespace ibid
