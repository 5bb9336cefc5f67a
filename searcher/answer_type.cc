// SPDX-License-Identifier: GPL-3.0-or-later
// Surface signs only: capitals, digits, month names, words of reason. They are
// right often enough to break ties between sentences that share the question's
// words, and cost nothing.
#include "searcher/answer_type.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "index/fold.h"
#include "index/text.h"

namespace ibid {
namespace {

using Words = std::vector<std::string_view>;

Words split_words(std::string_view text) {
  constexpr size_t kUsualBytes = 5;  // of a word
  Words words;
  words.reserve(text.size() / kUsualBytes + 1);
  size_t i = 0;
  while (i < text.size()) {
    while (i < text.size() && is_space(text[i])) ++i;
    const size_t start = i;
    while (i < text.size() && !is_space(text[i])) ++i;
    if (i > start) words.push_back(text.substr(start, i - start));
  }
  return words;
}

template <size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& list,
               std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 14> kTimeNouns = {
    "year",   "date", "day",    "month", "century", "decade", "time",
    "season", "era",  "period", "age",   "week",    "hour",   "years"};
constexpr std::array<std::string_view, 12> kPlaceNouns = {
    "city",  "country", "place",    "state",  "town",      "region",
    "river", "island",  "location", "county", "continent", "province"};
constexpr std::array<std::string_view, 10> kNumberNouns = {
    "percentage", "percent", "number", "amount",      "population",
    "size",       "price",   "cost",   "temperature", "speed"};
constexpr std::array<std::string_view, 14> kAuxiliaries = {
    "is",  "are",   "was",    "were", "do",    "does", "did",
    "can", "could", "should", "will", "would", "has",  "have"};
constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 14> kReasons = {
    "because",  "due to",       "so that",   "since",  "therefore",
    "in order", "as a result",  "caused",    "causes", "reason",
    "led to",   "which is why", "thanks to", "allows"};
constexpr std::array<std::string_view, 11> kPlaceWords = {
    "in",   "at", "from",    "near",   "to",    "on",
    "into", "of", "between", "across", "around"};
constexpr std::array<std::string_view, 20> kNumberWords = {
    "one",      "two",     "three",   "four",   "five",   "six",    "seven",
    "eight",    "nine",    "ten",     "eleven", "twelve", "dozen",  "hundred",
    "thousand", "million", "billion", "half",   "twice",  "percent"};
constexpr std::array<std::string_view, 10> kStepWords = {
    "first",   "then", "use",    "run", "set",
    "install", "add",  "create", "by",  "call"};

// What does X do, mean, stand for?
bool asks_for_meaning(std::string_view last) {
  while (!last.empty() && last.back() == '?') last.remove_suffix(1);
  return last == "do" || last == "mean" || last == "for" || last == "stand";
}

AnswerType type_of_what(const Words& words, size_t i) {
  const std::string_view next = i + 1 < words.size() ? words[i + 1] : "";
  if (is_one_of(kTimeNouns, next)) return AnswerType::kTime;
  if (is_one_of(kPlaceNouns, next)) return AnswerType::kPlace;
  if (is_one_of(kNumberNouns, next)) return AnswerType::kNumber;
  if (words[i] == "which") return AnswerType::kName;
  const bool copula = next == "is" || next == "are";
  if (copula && words.size() <= i + 6) return AnswerType::kDefinition;
  if (next == "does" && asks_for_meaning(words.back())) {
    return AnswerType::kDefinition;
  }
  if (next == "was" || next == "were" || copula) return AnswerType::kNone;
  return AnswerType::kName;
}

AnswerType type_of_how(std::string_view next) {
  if (next == "many" || next == "much" || next == "long" || next == "old" ||
      next == "far" || next == "often" || next == "large" || next == "big" ||
      next == "tall" || next == "fast") {
    return AnswerType::kNumber;
  }
  return AnswerType::kSteps;
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

bool is_year(std::string_view word) {
  size_t digits = 0;
  for (const char c : word) digits += c >= '0' && c <= '9';
  return digits == 4 && word.size() <= 7;
}

bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }

std::string wide_letters(std::string_view word) {
  std::string out;
  for (const char c : fold(word)) {
    if ((c >= 'a' && c <= 'z') || is_wide(c)) out += c;
  }
  return out;
}

// Folded, without what stands around and between.
std::string letters_of(std::string_view word) {
  if (std::any_of(word.begin(), word.end(), is_wide)) return wide_letters(word);
  std::string out;
  for (const char c : word) {
    const char lower = static_cast<char>(c | 0x20);
    if (lower >= 'a' && lower <= 'z') out += lower;
  }
  return out;
}

// Quotes, brackets and marks of emphasis.
bool is_opener(char32_t c) {
  if (c < 0x80)
    return std::u32string_view(U"\"'([*_`").find(c) !=
           std::u32string_view::npos;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) &
          (U_GC_PI_MASK | U_GC_PS_MASK)) != 0;
}

bool is_capital(std::string_view word) {
  for (size_t i = 0; i < word.size();) {
    const CodePoint c = decode_utf8(word, i);
    if (!is_opener(c.value)) {
      const auto letter = static_cast<UChar32>(c.value);
      return u_isupper(letter) || u_istitle(letter);
    }
    i += c.length;
  }
  return false;
}

// A capitalised word, not the sentence's first, that the query does not name.
bool is_new_name(const Words& words, size_t i, std::string_view query) {
  if (i == 0 || !is_capital(words[i])) return false;
  const std::string name = letters_of(words[i]);
  return name.size() > 1 && query.find(name) == std::string_view::npos;
}

bool has_name(const Words& words, std::string_view query) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (is_new_name(words, i, query)) return true;
  }
  return false;
}

bool has_place(const Words& words, std::string_view query) {
  for (size_t i = 1; i < words.size(); ++i) {
    if (is_new_name(words, i, query) &&
        is_one_of(kPlaceWords, letters_of(words[i - 1]))) {
      return true;
    }
  }
  return false;
}

double time_match(const Words& words) {
  double best = 0;
  for (const std::string_view word : words) {
    const std::string letters = letters_of(word);
    if (is_year(word)) return 1;
    if (is_one_of(kMonths, letters) && is_capital(word)) return 1;
    if (has_digit(word) || is_one_of(kTimeNouns, letters)) best = 0.4;
  }
  return best;
}

double number_match(const Words& words) {
  for (const std::string_view word : words) {
    if (has_digit(word)) return 1;
  }
  return std::any_of(words.begin(), words.end(),
                     [](std::string_view word) {
                       return is_one_of(kNumberWords, letters_of(word));
                     })
             ? 0.8
             : 0;
}

bool has_reason(std::string_view sentence) {
  const std::string lower = ascii_lower(sentence);
  return std::any_of(kReasons.begin(), kReasons.end(),
                     [&](std::string_view reason) {
                       return lower.find(reason) != std::string::npos;
                     });
}

double steps_match(const Words& words) {
  if (words.empty()) return 0;
  const bool listed = has_digit(words[0]) || words[0] == "-";
  if (listed) return 1;
  return std::any_of(words.begin(), words.end(),
                     [](std::string_view word) {
                       return is_one_of(kStepWords, letters_of(word));
                     })
             ? 0.5
             : 0;
}

double yes_no_match(const Words& words) {
  if (words.empty()) return 0;
  const std::string first = letters_of(words[0]);
  return first == "yes" || first == "no" || first == "not" ? 1 : 0;
}

}  // namespace

AnswerType answer_type(std::string_view text) {
  const std::string folded = fold(text);
  const Words words = split_words(folded);
  if (words.size() < 2) return AnswerType::kNone;
  if (is_one_of(kAuxiliaries, words[0])) return AnswerType::kYesNo;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const std::string_view next = i + 1 < words.size() ? words[i + 1] : "";
    if (word == "who" || word == "whom" || word == "whose") {
      return AnswerType::kPerson;
    }
    if (word == "when") return AnswerType::kTime;
    if (word == "where") return AnswerType::kPlace;
    if (word == "why") return AnswerType::kReason;
    if (word == "how") return type_of_how(next);
    if (word == "what" || word == "which") return type_of_what(words, i);
  }
  return AnswerType::kNone;
}

double type_match(AnswerType type, std::string_view sentence,
                  std::string_view folded_query) {
  const Words words = split_words(sentence);
  switch (type) {
    case AnswerType::kNone:
      return 0;
    case AnswerType::kPerson:
    case AnswerType::kName:
      return has_name(words, folded_query) ? 1 : 0;
    case AnswerType::kTime:
      return time_match(words);
    case AnswerType::kNumber:
      return number_match(words);
    case AnswerType::kPlace:
      return has_place(words, folded_query)  ? 1
             : has_name(words, folded_query) ? 0.4
                                             : 0;
    case AnswerType::kReason:
      return has_reason(sentence) ? 1 : 0;
    case AnswerType::kSteps:
      return steps_match(words);
    case AnswerType::kDefinition:
      return 0;
    case AnswerType::kYesNo:
      break;
  }
  return yes_no_match(words);
}

}  // namespace ibid
