// SPDX-License-Identifier: GPL-3.0-or-later
// Titles and questions are found by their own terms (S, XQ), one passage an
// article, in the order of the database: ranking all that have a frequent word
// would take longer than a key press. What comes first of them is told from
// their text.
#include "searcher/suggest.h"

#include <xapian.h>

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>
#include <utility>

#include "index/fold.h"
#include "index/passage.h"
#include "index/schema.h"
#include "index/text.h"
#include "searcher/query_words.h"

namespace ibid {
namespace {

using Op = Xapian::Query::op;

constexpr size_t kMaxWords = 8;            // that are looked up
constexpr size_t kMaxScannedTerms = 4000;  // that begin as the last word does
constexpr size_t kMaxStarted = 48;         // of them, the most frequent
constexpr size_t kLongStart = 3;           // bytes
constexpr size_t kMaxArticles = 40;        // whose texts are read
constexpr size_t kMaxMatches = 10000;      // looked at for them
constexpr size_t kMaxTerms = 4;            // suggested

// What was typed: whole words, and the beginning of one.
struct Typed {
  std::vector<QueryWord> words;
  std::string start;   // folded; empty: the last word is whole
  std::string before;  // the text before the start, as typed
};

Typed read(std::string_view text, const std::vector<std::string>& languages,
           Analysers& analysers) {
  Typed typed;
  typed.words = query_words(text, languages, analysers, kMaxWords);
  std::erase_if(typed.words, [](const QueryWord& word) {
    return word.role == TokenRole::kWhole || word.role == TokenRole::kJoined;
  });
  if (typed.words.empty()) return typed;
  const QueryWord last = typed.words.back();
  if (last.role == TokenRole::kNgram || last.span.end != text.size()) {
    return typed;
  }
  typed.words.pop_back();
  typed.start = last.word;
  typed.before = text.substr(0, last.span.start);
  return typed;
}

struct FoundTerm {
  Xapian::doccount passages = 0;
  std::string word;  // without the prefix

  // More passages, and where they are as many the later word.
  bool operator>(const FoundTerm& other) const {
    return std::tie(passages, word) > std::tie(other.passages, other.word);
  }
};

// The most frequent terms of a prefix that begin with start, in that order.
std::vector<FoundTerm> started(std::string_view prefix,
                               const std::string& start,
                               const Xapian::Database& db) {
  const std::string from = make_term(prefix, start);
  // A heap with the least frequent of those kept at its front: nearly all
  // others are never copied.
  std::vector<FoundTerm> kept;
  size_t scanned = 0;
  for (auto term = db.allterms_begin(from);
       term != db.allterms_end(from) && scanned < kMaxScannedTerms;
       ++term, ++scanned) {
    const Xapian::doccount passages = term.get_termfreq();
    if (kept.size() == kMaxStarted) {
      if (passages <= kept.front().passages) continue;
      std::pop_heap(kept.begin(), kept.end(), std::greater<FoundTerm>());
      kept.pop_back();
    }
    kept.push_back({passages, (*term).substr(prefix.size())});
    std::push_heap(kept.begin(), kept.end(), std::greater<FoundTerm>());
  }
  std::sort(kept.begin(), kept.end(), std::greater<FoundTerm>());
  return kept;
}

// Collects one passage an article, as it is stored, and ends the match when it
// has enough. By its id alone no document could be found again: of several
// databases each has its own.
class Collector final : public Xapian::MatchDecider {
 public:
  struct Enough {};

  bool operator()(const Xapian::Document& doc) const override {
    if (articles_.insert(doc.get_value(kArticleSlot)).second) {
      found_.push_back(doc.get_data());
    }
    if (found_.size() == kMaxArticles || ++matches_ == kMaxMatches) {
      throw Enough();
    }
    return false;
  }

  const std::vector<std::string>& found() const { return found_; }

 private:
  mutable std::set<std::string> articles_;
  mutable std::vector<std::string> found_;
  mutable size_t matches_ = 0;
};

// The stored passages of the first articles, in the order of the database.
std::vector<std::string> first_of(const Xapian::Enquire& enquire) {
  Collector collector;
  try {
    enquire.get_mset(0, 1, 0, nullptr, &collector);
  } catch (const Collector::Enough&) {
    // The collector keeps what it has found.
  }
  return collector.found();
}

// The same where a server must find them, which runs no code of ours: it goes
// through all that match.
std::vector<std::string> first_of_remote(Xapian::Enquire& enquire) {
  enquire.set_collapse_key(kArticleSlot);
  Xapian::MSet found = enquire.get_mset(0, kMaxArticles);
  found.fetch();  // all with one question
  std::vector<std::string> stored;
  for (auto match = found.begin(); match != found.end(); ++match) {
    stored.push_back(match.get_document().get_data());
  }
  return stored;
}

std::vector<std::string> matches(const Xapian::Query& query,
                                 const Xapian::Database& db, bool is_remote) {
  Xapian::Enquire enquire(db);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return is_remote ? first_of_remote(enquire) : first_of(enquire);
}

Xapian::Query any_of(std::string_view prefix,
                     const std::vector<std::string>& stems) {
  std::vector<std::string> terms;
  terms.reserve(stems.size());
  for (const std::string& stem : stems) {
    terms.push_back(make_term(prefix, stem));
  }
  return {Op::OP_OR, terms.begin(), terms.end()};
}

// Passages whose title (or question) has all that was typed.
Xapian::Query all_typed(const Typed& typed, std::string_view prefix,
                        const std::vector<std::string>& starts) {
  std::vector<Xapian::Query> parts;
  for (const QueryWord& word : typed.words) {
    parts.push_back(any_of(prefix, word.stems));
  }
  if (!typed.start.empty()) parts.push_back(any_of(prefix, starts));
  return {Op::OP_AND, parts.begin(), parts.end()};
}

class Completion {
 public:
  Completion(const Typed& typed, const Xapian::Database& db, bool is_remote,
             const std::vector<std::string>& languages, Analysers& analysers)
      : typed_(typed),
        db_(db),
        is_remote_(is_remote),
        languages_(languages),
        analysers_(analysers) {
    if (typed.start.empty()) return;
    words_ = started(prefix::kWord, typed.start, db);
    stems_ = started("", typed.start, db);
  }

  void add_texts(std::string_view prefix, SuggestionKind kind,
                 std::vector<Suggestion>& texts) const {
    const auto query = all_typed(typed_, prefix, starts(prefix));
    for (const std::string& stored : matches(query, db_, is_remote_)) {
      const StoredPassage passage = decode_passage(stored);
      const bool is_title = kind == SuggestionKind::kTitle;
      texts.push_back({is_title ? passage.title : passage.question, kind});
    }
  }

  // What was typed, with its last word as passages have it.
  std::vector<Suggestion> terms() const {
    std::vector<Suggestion> suggestions;
    const auto add = [&](const FoundTerm& term) {
      if (term.word == typed_.start) return;
      suggestions.push_back({typed_.before + term.word, SuggestionKind::kTerm});
    };
    auto word = words_.begin();
    auto stem = stems_.begin();
    while (suggestions.size() < kMaxTerms) {
      const bool has_stem = stem != stems_.end();
      if (word != words_.end() && (!has_stem || *word > *stem)) {
        add(*word++);
      } else if (has_stem) {
        if (is_word(*stem)) add(*stem);
        ++stem;
      } else {
        break;
      }
    }
    return suggestions;
  }

 private:
  // Whether a stem is also a word of its own: where other words account for
  // most of its passages, it need not be one.
  bool is_word(const FoundTerm& stem) const {
    // What ends a word of that stem may have taken its last letter's place.
    const std::string_view start =
        std::string_view(stem.word).substr(0, stem.word.size() - 1);
    Xapian::doccount others = 0;
    for (const FoundTerm& word : words_) {
      if (!word.word.starts_with(start)) continue;
      for (const std::string& language : languages_) {
        if (analysers_.get(language).stem(word.word) != stem.word) continue;
        others += word.passages;
        break;
      }
    }
    return 4 * uint64_t{others} < 3 * uint64_t{stem.passages};
  }

  // The stems that the last word may become.
  std::vector<std::string> starts(std::string_view prefix) const {
    if (typed_.start.empty()) return {};
    std::set<std::string> stems;
    for (const std::string& language : languages_) {
      const Analyser& analyser = analysers_.get(language);
      stems.insert(analyser.stem(typed_.start));
      for (const FoundTerm& word : words_) {
        stems.insert(analyser.stem(word.word));
      }
    }
    for (const FoundTerm& stem : stems_) stems.insert(stem.word);
    // Of short starts there are too many for another look.
    if (typed_.start.size() >= kLongStart) {
      for (const FoundTerm& stem : started(prefix, typed_.start, db_)) {
        stems.insert(stem.word);
      }
    }
    return {stems.begin(), stems.end()};
  }

  const Typed& typed_;
  const Xapian::Database& db_;
  bool is_remote_;
  const std::vector<std::string>& languages_;
  Analysers& analysers_;
  // That begin as the last one does, most frequent first: words that are not
  // their own stems, and stems.
  std::vector<FoundTerm> words_;
  std::vector<FoundTerm> stems_;
};

// Those that begin as was typed, then short ones.
void sort_texts(std::string_view text, std::vector<Suggestion>& texts) {
  const std::string start = fold(text);
  std::ranges::sort(texts, {}, [&](const Suggestion& suggestion) {
    return std::tuple(!fold(suggestion.text).starts_with(start),
                      suggestion.text.size(), suggestion.text);
  });
}

std::vector<Suggestion> joined(std::string_view text,
                               std::vector<Suggestion> texts,
                               const std::vector<Suggestion>& terms,
                               size_t most) {
  sort_texts(text, texts);
  // Room for words even where many titles begin so.
  const size_t kept = most - std::min(most, terms.size());
  std::vector<Suggestion> all;
  std::set<std::string> seen;
  const auto add = [&](const std::vector<Suggestion>& more, size_t size) {
    for (const Suggestion& suggestion : more) {
      if (all.size() >= size) return;
      if (suggestion.text.empty()) continue;
      if (!seen.insert(fold(suggestion.text)).second) continue;
      all.push_back(suggestion);
    }
  };
  add(texts, kept);
  add(terms, most);
  add(texts, most);
  return all;
}

}  // namespace

std::string_view suggestion_kind(const Suggestion& suggestion) {
  switch (suggestion.kind) {
    case SuggestionKind::kTitle:
      return "title";
    case SuggestionKind::kQuestion:
      return "question";
    case SuggestionKind::kTerm:
      break;
  }
  return "term";
}

Suggester::Suggester(Database database) : database_(std::move(database)) {
  load();
}

void Suggester::load() {
  languages_ = database_.languages();
  if (languages_.empty()) languages_ = {"en"};
  loaded_ = database_.moves();
}

std::vector<Suggestion> Suggester::suggest(std::string_view text, size_t most) {
  if (text.size() > kMaxCompletedBytes) return {};
  database_.reopen();
  return database_.read([&](const Xapian::Database& db) {
    if (loaded_ != database_.moves()) load();
    const Typed typed = read(text, languages_, analysers_);
    std::vector<Suggestion> texts;
    if (typed.words.empty() && typed.start.empty()) return texts;
    const Completion completion(typed, db, database_.has_remote(), languages_,
                                analysers_);
    completion.add_texts(prefix::kTitle, SuggestionKind::kTitle, texts);
    completion.add_texts(prefix::kQuestion, SuggestionKind::kQuestion, texts);
    return joined(text, std::move(texts), completion.terms(), most);
  });
}

}  // namespace ibid
