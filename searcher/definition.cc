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
constexpr std::array<std::string_view, 4> kNaming = {"called", "named",
                                                     "termed", "dubbed"};
// "as" names after these: "also known as a closure".
constexpr std::array<std::string_view, 4> kBeforeAs = {"known", "referred",
                                                       "defined", "described"};
constexpr auto kPrepositions = std::to_array<std::string_view>(
    {"of",     "in",    "for",     "with",    "to",     "from",
     "on",     "by",    "at",      "into",    "using",  "than",
     "as",     "about", "over",    "onto",    "under",  "inside",
     "within", "via",   "through", "like",    "where",  "between",
     "that",   "per",   "toward",  "against", "without"});
constexpr std::array<std::string_view, 11> kClassWords = {
    "a",    "an",   "the",   "one",  "any", "another",
    "some", "what", "where", "when", "how"};
constexpr std::array<std::string_view, 12> kMeans = {
    "means",   "mean",   "refers", "refer",      "describes", "defines",
    "denotes", "denote", "stands", "represents", "consists",  "represent"};
constexpr auto kDoes = std::to_array<std::string_view>(
    {"lets", "let", "allows", "allow", "enables", "enable", "provides",
     "provide", "makes", "points", "keeps", "holds", "stores", "store",
     "manages", "manage", "specifies", "specify"});
// What follows "is" where a sentence compares or judges its subject, and does
// not say what it is.
constexpr auto kJudging = std::to_array<std::string_view>(
    {"different", "more",      "less",        "most",     "least",
     "better",    "worse",     "best",        "familiar", "synonymous",
     "useful",    "helpful",   "important",   "possible", "common",
     "easy",      "hard",      "difficult",   "safe",     "good",
     "bad",       "available", "appropriate", "allowed",  "able",
     "true",      "unlike",    "very",        "in",       "on",
     "at",        "for",       "from",        "with",     "by",
     "about",     "if",        "because",     "when"});
constexpr std::array<std::string_view, 3> kComparing = {"similar", "like",
                                                        "related"};
constexpr std::array<std::string_view, 8> kAdverbs = {
    "often", "always", "never", "sometimes", "just", "still", "now", "only"};
// "This closure is" says it of one of them.
constexpr std::array<std::string_view, 9> kPicking = {
    "this", "that", "these", "those", "each", "every", "our", "your", "my"};
// What an adjective is said in view of: "responsible for", "unique to".
constexpr std::array<std::string_view, 11> kInView = {
    "for", "to",   "with", "than",    "from", "because",
    "if",  "when", "by",   "meaning", "but"};
// "Some programs deadlock. This happens when ..."
constexpr std::array<std::string_view, 4> kPointers = {"this", "these", "they",
                                                       "it"};
constexpr std::array<std::string_view, 6> kHappens = {
    "occurs", "occur", "happens", "happen", "arises", "arise"};
constexpr std::array<std::string_view, 9> kAsides = {
    "if", "when", "because", "let", "to", "once", "although", "while", "after"};

// What a sentence is worth that names the subject after it said what it is.
constexpr double kNamed = 0.5;

constexpr size_t kAll = static_cast<size_t>(-1);

// Whether a character of Unicode's general punctuation (’ “ —) begins at i;
// each takes three bytes.
bool is_punctuation(std::string_view text, size_t i) {
  return text.substr(i, 2) == "\xE2\x80";
}

// The words of a stretch in lower case, at most so many.
Words words_of(std::string_view text, size_t most) {
  Words words;
  std::string word;
  const auto close = [&] {
    if (!word.empty()) words.push_back(ascii_lower(word));
    word.clear();
  };
  for (size_t i = 0; i < text.size() && words.size() < most; ++i) {
    if (is_punctuation(text, i)) {
      close();
      i += 2;
    } else if (is_word_byte(text[i])) {
      word += text[i];
    } else {
      close();
    }
  }
  if (words.size() < most) close();
  return words;
}

bool is_copula(std::string_view word) {
  return word == "is" || word == "are" || word == "was" || word == "were";
}

// Weighs what comes after "is" or "are", which is the first of the words.
double complement(const Words& words) {
  const auto at = [&](size_t i) { return i < words.size() ? words[i] : ""; };
  const bool adverb = at(1).ends_with("ly") || is_one_of(kAdverbs, at(1));
  const std::string next = at(adverb ? 2 : 1);
  if (is_one_of(kClassWords, next)) return 1;
  if (is_one_of(kJudging, next)) return 0.2;
  if (is_one_of(kComparing, next)) return 0.4;
  if (next == "not" || next == "also") return 0.3;
  if (is_one_of(kInView, at(adverb ? 3 : 2)) && !next.ends_with('s')) {
    return 0.3;
  }
  const bool tells_how =
      adverb || next.ends_with("ed") || next.ends_with("ing");
  return tells_how ? 0.45 : 0.85;
}

// Words of a predicate that are looked at.
constexpr size_t kPredicate = 4;

// Weighs how a sentence goes on after its subject; more than 0.
double predicate(const Words& words) {
  if (words.empty()) return 0.1;
  if (is_copula(words[0])) return complement(words);
  if (is_one_of(kMeans, words[0])) return 0.9;
  if (is_one_of(kDoes, words[0])) return 0.6;
  return 0.2;
}

// What comes after "X," and after what stands between two commas.
double after_comma(std::string_view rest) {
  const Words words = words_of(rest, kPredicate + 1);
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
  return predicate(words_of(rest.substr(end + 1), kPredicate));
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
  // "a closure — a function that"
  if (rest.starts_with("—") || rest.starts_with("–")) {
    return after_comma(rest.substr(3));
  }
  const Words words = words_of(rest, kPredicate + 1);
  const double direct = predicate(words);
  // "The Rc<T> type keeps": one more word of the name.
  if (direct > 0.2 || words.size() < 2) return direct;
  return std::max(direct, 0.6 * predicate({words.begin() + 1, words.end()}));
}

// "..., which is sometimes called a", "..., also known as"; and where the
// subject is in parentheses, with a longer name before it: "called Resource
// Acquisition Is Initialization (RAII". Other words between make another name:
// "called pushing onto the stack" says nothing of the stack.
bool names(const Words& lead, bool in_parentheses) {
  if (is_one_of(kNaming, lead.back())) return true;
  constexpr size_t kNear = 8;
  const auto near =
      lead.end() - static_cast<ptrdiff_t>(std::min(lead.size(), kNear));
  const auto has = [&](const auto& list) {
    return std::any_of(near, lead.end(), [&](const std::string& word) {
      return is_one_of(list, word);
    });
  };
  return lead.back() == "as" ? has(kBeforeAs) : in_parentheses && has(kNaming);
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
  const size_t comma = lead.rfind(',');
  // "In computing, a closure"
  if (comma != std::string_view::npos &&
      words_of(lead.substr(0, comma), 5).size() < 5) {
    lead = lead.substr(comma + 1);
  }
  Words words = words_of(lead, kAll);
  if (!words.empty() && is_one_of(kAsides, words[0])) return 0.15;
  const bool long_lead = words.size() > 3;
  while (!words.empty() && is_no_part_of(words)) words.pop_back();
  // "Rust's closures"
  if (words.empty() || (words.size() <= 3 && words.back() == "s")) return 1;
  if (long_lead && names(words, trim(lead).ends_with('('))) return kNamed;
  if (is_one_of(kPicking, words.back()) || is_one_of(kAsides, words.back())) {
    return 0.15;
  }
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

// Whether the sentence says what the last word before it is: "These occur
// when".
bool tells_of_the_last(std::string_view sentence) {
  const Words words = words_of(sentence, kPredicate + 1);
  if (words.size() < 2 || !is_one_of(kPointers, words[0])) return false;
  if (is_copula(words[1])) {
    return complement({words.begin() + 1, words.end()}) >= 0.85;
  }
  return is_one_of(kMeans, words[1]) || is_one_of(kHappens, words[1]);
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

// The stretches of a sentence that have all of the subject.
std::vector<Run> runs(std::span<const uint32_t> subject,
                      const Evidence& evidence, size_t sentence) {
  std::vector<Run> found;
  Run run;
  auto match =
      std::ranges::lower_bound(evidence.text.matches, sentence, {},
                               [](const TermMatch& m) { return m.sentence; });
  for (; match != evidence.text.matches.end() && match->sentence == sentence;
       ++match) {
    if (std::ranges::find(subject, match->term) == subject.end()) continue;
    constexpr uint32_t kNear = 2;
    if (run.seen.empty() || match->position > run.position + kNear) {
      run = {match->span, {}, 0};
    }
    run.seen.insert(match->term);
    run.position = match->position;
    run.span.end = match->span.end;
    if (run.seen.size() < subject.size()) continue;
    found.push_back(run);
    run.seen.clear();
  }
  return found;
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
  for (const Run& run : runs(subject, evidence, sentence)) {
    best = std::max(best, weigh(run, span, text));
  }
  if (best == 0 && sentence > 0 && tells_of_the_last(whole)) {
    const Span before = evidence.sentences[sentence - 1].span;
    for (const Run& run : runs(subject, evidence, sentence - 1)) {
      const auto rest = slice(text, {run.span.end, before.end});
      if (words_of(rest, 1).empty()) best = kNamed;
    }
  }
  return whole.back() == ':' ? 0.85 * best : best;
}

}  // namespace ibid
