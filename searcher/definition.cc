// SPDX-License-Identifier: GPL-3.0-or-later
// Surface signs: what stands before the subject (nothing but an article, if the
// sentence is about it), and which verb comes after it.
#include "searcher/definition.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "index/char_class.h"
#include "index/text.h"

namespace ibid {
namespace {

using Words = std::vector<std::string>;

template <size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& list,
               std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 8> kCopulas = {
    "is", "are", "was", "were", "s", "does", "do", "did"};
constexpr std::array<std::string_view, 3> kArticles = {"a", "an", "the"};
// Where the subject of a question ends.
constexpr std::array<std::string_view, 20> kSubjectEnds = {
    "in",   "on",   "for",   "used", "from", "with", "do",
    "does", "mean", "stand", "to",   "and",  "or",   "called",
    "when", "that", "which", "at",   "by",   "good"};
// Words that stand between an article and the subject of a definition.
constexpr std::array<std::string_view, 7> kNamesOfNames = {
    "term", "word", "name", "concept", "notion", "idea", "keyword"};
constexpr std::array<std::string_view, 5> kNaming = {"called", "named",
                                                     "termed", "as", "term"};
constexpr std::array<std::string_view, 17> kPrepositions = {
    "of",   "in",    "for",  "with", "to",    "from",  "on",   "by",  "at",
    "into", "using", "than", "as",   "about", "where", "that", "like"};
constexpr std::array<std::string_view, 11> kClassWords = {
    "a",    "an",   "the",   "one",  "any", "another",
    "some", "what", "where", "when", "how"};
constexpr std::array<std::string_view, 12> kMeans = {
    "means",   "mean",   "refers", "refer",      "describes", "defines",
    "denotes", "denote", "stands", "represents", "consists",  "represent"};
constexpr std::array<std::string_view, 12> kDoes = {
    "lets",     "let",     "allows", "allow",  "enables", "enable",
    "provides", "provide", "makes",  "points", "keeps",   "holds"};
constexpr std::array<std::string_view, 9> kAsides = {
    "if", "when", "because", "let", "to", "once", "although", "while", "after"};

// What a sentence is worth that names the subject after it said what it is.
constexpr double kNamed = 0.5;

// The words of a stretch in lower case, at most so many.
Words words_of(std::string_view text, size_t most) {
  Words words;
  std::string word;
  for (const char c : text) {
    if (is_word_byte(c)) {
      word += c;
      continue;
    }
    if (!word.empty()) words.push_back(ascii_lower(word));
    if (words.size() == most) return words;
    word.clear();
  }
  if (!word.empty()) words.push_back(ascii_lower(word));
  return words;
}

// Weighs how a sentence goes on after its subject; more than 0.
double predicate(const Words& words) {
  if (words.empty()) return 0.1;
  const std::string& verb = words[0];
  const std::string next = words.size() > 1 ? words[1] : "";
  if (verb == "is" || verb == "are" || verb == "was" || verb == "were") {
    if (is_one_of(kClassWords, next)) return 1;
    if (next == "not" || next == "also") return 0.3;
    const bool tells_how =
        next.ends_with("ed") || next.ends_with("ing") || next.ends_with("ly");
    return tells_how ? 0.45 : 0.85;
  }
  if (is_one_of(kMeans, verb)) return 0.9;
  if (is_one_of(kDoes, verb)) return 0.6;
  return 0.2;
}

// What comes after "X," and after what stands between two commas.
double after_comma(std::string_view rest) {
  const Words words = words_of(rest, 3);
  if (words.empty()) return 0.1;
  if (words[0] == "which" || words[0] == "that") {
    return 0.9 * predicate({words.begin() + 1, words.end()});
  }
  if (is_one_of(kArticles, words[0])) return 0.6;
  const size_t end = rest.find(',');
  constexpr size_t kMostWords = 8;
  if (end == std::string_view::npos ||
      words_of(rest.substr(0, end), kMostWords + 1).size() > kMostWords) {
    return 0.1;
  }
  return predicate(words_of(rest.substr(end + 1), 2));
}

// Weighs what comes after the subject.
double after_subject(std::string_view rest) {
  const size_t begin = rest.find_first_not_of(" *_`\"'>])");
  if (begin == std::string_view::npos) return 0.1;
  rest = rest.substr(begin);
  if (rest[0] == '(' || rest[0] == '<') {
    const size_t end = rest.find(rest[0] == '(' ? ')' : '>');
    if (end == std::string_view::npos) return 0.1;
    return after_subject(rest.substr(end + 1));
  }
  if (rest[0] == ',') return after_comma(rest.substr(1));
  const Words words = words_of(rest, 3);
  const double direct = predicate(words);
  // "The Rc<T> type keeps": one more word of the name.
  if (direct > 0.2 || words.size() < 2) return direct;
  return std::max(direct, 0.6 * predicate({words.begin() + 1, words.end()}));
}

// "..., which is sometimes called a"
bool names(const Words& lead) {
  constexpr size_t kNear = 5;
  if (is_one_of(kNaming, lead.back())) return true;
  const auto begin = lead.size() > kNear ? lead.end() - kNear : lead.begin();
  return std::any_of(begin, lead.end(), [](const std::string& word) {
    return word == "called" || word == "known";
  });
}

// Whether the last word before the subject leaves it the subject: "the", "the
// term", "the concept of".
bool is_no_part_of(const Words& lead) {
  const std::string& last = lead.back();
  if (is_one_of(kArticles, last) || is_one_of(kNamesOfNames, last)) return true;
  return last == "of" && lead.size() > 1 &&
         is_one_of(kNamesOfNames, lead[lead.size() - 2]);
}

// Weighs what comes before the subject in its sentence.
double before_subject(std::string_view lead) {
  constexpr size_t kMostWords = 12;
  const size_t comma = lead.rfind(',');
  // "In computing, a closure"
  if (comma != std::string_view::npos &&
      words_of(lead.substr(0, comma), 5).size() < 5) {
    lead = lead.substr(comma + 1);
  }
  Words words = words_of(lead, kMostWords);
  if (!words.empty() && is_one_of(kAsides, words[0])) return 0.15;
  const bool long_lead = words.size() > 3;
  if (words.size() < kMostWords) {
    while (!words.empty() && is_no_part_of(words)) words.pop_back();
  }
  // "Rust's closures"
  if (words.empty() || (words.size() <= 3 && words.back() == "s")) return 1;
  if (long_lead && names(words)) return kNamed;
  if (is_one_of(kPrepositions, words.back())) return 0.15;
  return words.size() <= 2 ? 0.7 : 0.2;
}

// ", which is"
bool is_relative(std::string_view rest) {
  const size_t comma = rest.find(',');
  constexpr size_t kNear = 6;
  return comma < kNear && trim(rest.substr(comma + 1)).starts_with("which ");
}

// The stretch of a sentence in which all of the subject stands.
struct Run {
  Span span;
  std::set<uint32_t> seen;
  uint32_t position = 0;  // of its last word
};

// "..., an escape, a surrogate pair."
bool is_apposition(std::string_view lead, std::string_view rest) {
  if (!words_of(rest, 1).empty()) return false;
  const size_t comma = lead.rfind(',');
  if (comma == std::string_view::npos) return false;
  const Words words = words_of(lead.substr(comma + 1), 2);
  return words.empty() || (words.size() == 1 && is_one_of(kArticles, words[0]));
}

double weigh(const Run& run, Span sentence, std::string_view text) {
  const std::string_view lead = slice(text, {sentence.start, run.span.start});
  const std::string_view rest = slice(text, {run.span.end, sentence.end});
  if (is_apposition(lead, rest)) return kNamed;
  const double after = after_subject(rest);
  const double before = before_subject(lead);
  // "..., which is called a closure." needs nothing after it, and "..., which
  // is" nothing before.
  if (before == kNamed) return std::max(before, before * after);
  return is_relative(rest) ? std::max(before, 0.7) * after : before * after;
}

}  // namespace

std::vector<uint32_t> definition_subject(std::string_view folded,
                                         const QueryTerms& query) {
  constexpr size_t kMostWords = 24;
  const Words words = words_of(folded, kMostWords);
  auto word = std::find_if(words.begin(), words.end(), [](const auto& w) {
    return w == "what" || w == "whats";
  });
  if (word == words.end()) return {};
  ++word;
  while (word != words.end() &&
         (is_one_of(kCopulas, *word) || is_one_of(kArticles, *word))) {
    ++word;
  }
  const auto end = std::find_if(word, words.end(), [](const auto& w) {
    return is_one_of(kSubjectEnds, w);
  });
  if (word != end && *word == "difference") return {};
  std::vector<uint32_t> subject;
  for (uint32_t i = 0; i < query.terms.size(); ++i) {
    const QueryTerm& term = query.terms[i];
    const Words name = words_of(term.word, 1);  // c of c++
    if (term.counts() && !term.is_filler && !name.empty() &&
        std::find(word, end, name[0]) != end) {
      subject.push_back(i);
    }
  }
  return subject;
}

double defines(std::span<const uint32_t> subject, const Evidence& evidence,
               size_t sentence, std::string_view text) {
  if (subject.empty()) return 0;
  const Span span = evidence.sentences[sentence].span;
  const std::string_view whole = trim(slice(text, span));
  if (whole.empty() || whole.back() == '?') return 0;
  double best = 0;
  Run run;
  const auto begin = std::ranges::lower_bound(
      evidence.text.matches, sentence, {},
      [](const TermMatch& match) { return match.sentence; });
  for (auto match = begin;
       match != evidence.text.matches.end() && match->sentence == sentence;
       ++match) {
    if (std::ranges::find(subject, match->term) == subject.end()) continue;
    constexpr uint32_t kNear = 2;
    if (run.seen.empty() || match->position > run.position + kNear) {
      run = {match->span, {}, 0};
    }
    run.seen.insert(match->term);
    run.position = match->position;
    run.span.end = match->span.end;
    if (run.seen.size() == subject.size()) {
      best = std::max(best, weigh(run, span, text));
      run.seen.clear();
    }
  }
  return whole.back() == ':' ? 0.85 * best : best;
}

}  // namespace ibid
