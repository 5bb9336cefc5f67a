// SPDX-License-Identifier: GPL-3.0-or-later
// What is most telling of a text is what it says often and others seldom: the
// terms are chosen by BM25's weight for them, were the text found by them. In
// the query they count by the first factor of it, how often the text says them;
// how seldom others do, the weighting scheme of the search knows by itself.
#include "searcher/like.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <system_error>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "index/schema.h"
#include "searcher/query_terms.h"

namespace ibid {
namespace {

// As usual for BM25.
constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.75;

// As translate.cc has it.
constexpr double kTitleShare = 0.3;

// Bounds on the work for long articles.
constexpr size_t kMaxPassages = 256;
constexpr size_t kMaxLookups = 2000;

// A term of the target.
struct Term {
  std::string name;
  double count = 0;       // how often it is there
  uint64_t passages = 0;  // of the target's that have it
  double share = 0;       // saturated count, from 0 to kSaturation + 1
  double weight = 0;
};

// The passages of a target, read.
struct Content {
  std::unordered_map<std::string, Term> terms;  // stems, by name
  // Words whose stem differs from them, by stem.
  std::map<std::string, std::vector<std::string>, std::less<>> words;
  double length = 0;  // in terms
};

// Terms with a prefix begin with a capital; stems are folded.
bool has_prefix(std::string_view term) {
  return term.empty() || (term[0] >= 'A' && term[0] <= 'Z');
}

class Reader {
 public:
  Reader(const Xapian::Database& db, const std::string& path,
         const Analyser& analyser)
      : db_(db), path_(path), analyser_(analyser) {}

  void read(const std::string& unique) {
    const auto posting = db_.postlist_begin(unique);
    if (posting == db_.postlist_end(unique)) {
      throw Error(ErrorKind::kCorrupt,
                  fmt::format("{}: a passage of a record is missing", path_),
                  "rebuild the database: ibid-indexer --rebuild");
    }
    content_.length += db_.get_doclength(*posting);
    for (auto term = db_.termlist_begin(*posting);
         term != db_.termlist_end(*posting); ++term) {
      add(*term, term.get_wdf());
    }
  }

  Content take() { return std::move(content_); }

 private:
  void add(const std::string& name, Xapian::termcount count) {
    if (name.starts_with(prefix::kWord)) {
      const std::string word = name.substr(prefix::kWord.size());
      auto& words = content_.words[analyser_.stem(word)];
      if (std::ranges::find(words, word) == words.end()) words.push_back(word);
    } else if (!has_prefix(name)) {
      Term& term = content_.terms[name];
      term.name = name;
      term.count += count;
      ++term.passages;
    }
  }

  const Xapian::Database& db_;
  const std::string& path_;
  const Analyser& analyser_;
  Content content_;
};

double idf(double all, double having) {
  having = std::min(having, all);
  return std::log(1 + (all - having + 0.5) / (having + 0.5));
}

// Whether the stem is that of words only that make sentences.
bool is_filler_stem(const std::string& stem, const Content& content) {
  const auto words = content.words.find(stem);
  return is_filler(stem) || (words != content.words.end() &&
                             std::ranges::all_of(words->second, is_filler));
}

// 2 or 10 tell little: too many things are counted.
bool is_small_number(std::string_view stem) {
  return stem.size() < 3 &&
         stem.find_first_not_of("0123456789") == std::string_view::npos;
}

// The terms that are looked up: not too many, the most frequent first.
std::vector<Term> candidates(const Content& content) {
  std::vector<Term> terms;
  for (const auto& [name, term] : content.terms) {
    if (!is_filler_stem(name, content) && !is_small_number(name))
      terms.push_back(term);
  }
  std::ranges::sort(terms, [](const Term& a, const Term& b) {
    return std::tie(b.count, a.name) < std::tie(a.count, b.name);
  });
  if (terms.size() > kMaxLookups) terms.resize(kMaxLookups);
  return terms;
}

std::vector<Term> telling_terms(const Content& content,
                                const Xapian::Database& db) {
  const double all = db.get_doccount();
  const double average = std::max(1.0, db.get_avlength());
  const double norm = kSaturation * (1 - kLengthShare +
                                     kLengthShare * content.length / average);
  std::vector<Term> terms = candidates(content);
  std::erase_if(terms, [&](Term& term) {
    const Xapian::doccount having = db.get_termfreq(term.name);
    term.share = term.count * (kSaturation + 1) / (term.count + norm);
    term.weight = term.share * idf(all, having);
    return having <= term.passages;  // the target's alone
  });
  std::ranges::sort(terms, [](const Term& a, const Term& b) {
    return std::tie(b.weight, a.name) < std::tie(a.weight, b.name);
  });
  if (terms.size() > kLikeTerms) terms.resize(kLikeTerms);
  return terms;
}

using Op = Xapian::Query::op;

Xapian::Query scaled(const Xapian::Query& query, double factor) {
  return Xapian::Query(Op::OP_SCALE_WEIGHT, query, factor);
}

Xapian::Query any_of(const std::vector<Term>& terms) {
  std::vector<Xapian::Query> queries;
  for (const Term& term : terms) {
    const Xapian::Query title(make_term(prefix::kTitle, term.name));
    queries.push_back(scaled(Xapian::Query(Op::OP_OR, Xapian::Query(term.name),
                                           scaled(title, kTitleShare)),
                             term.share));
  }
  return Xapian::Query(Op::OP_OR, queries.begin(), queries.end());
}

QueryWord word_of(const Term& term, const Content& content, size_t place) {
  QueryWord word;
  word.word = term.name;
  word.stems = {term.name};
  word.position = static_cast<uint32_t>(place + 1);
  const auto words = content.words.find(term.name);
  if (words != content.words.end()) {
    word.word = *std::ranges::min_element(
        words->second, [](const std::string& a, const std::string& b) {
          return std::pair(a.size(), a) < std::pair(b.size(), b);
        });
  }
  return word;
}

// A target that is there, and its article's record.
struct Found {
  LikeTarget target;
  std::string key;
  ArticleRecord record;
};

Found find(std::string_view argument, const Database& database) {
  constexpr const char* kHint =
      "ids are as hits show them: of an article like rust.txt, of its fourth "
      "passage rust.txt#4";
  for (const LikeTarget& target : like_targets(argument)) {
    const auto article = database.find(target.article_id);
    if (!article) continue;
    Found found = {target, article->key, decode_found(*article)};
    const size_t count = found.record.passages.size();
    if (target.passage && *target.passage > count) {
      throw Error(
          ErrorKind::kNotFound,
          fmt::format("no passage {}: its article has {}", argument, count),
          kHint);
    }
    return found;
  }
  throw Error(
      ErrorKind::kNotFound,
      fmt::format("{} has no article or passage {}", database.path(), argument),
      kHint);
}

// The unique terms of the passages that are read.
std::vector<std::string> unique_terms(const Found& found) {
  const std::vector<PassagePlace>& places = found.record.passages;
  std::vector<std::string> terms;
  const auto add = [&](const PassagePlace& place) {
    terms.push_back(unique_term(found.key, place.hash, place.repeat));
  };
  if (found.target.passage) {
    add(places[*found.target.passage - 1]);
    return terms;
  }
  const size_t count = std::min(places.size(), kMaxPassages);
  for (size_t i = 0; i < count; ++i) add(places[i * places.size() / count]);
  return terms;
}

Like make_like(const Found& found, const Xapian::Database& db,
               const std::string& path, const Analyser& analyser) {
  const std::vector<std::string> unique = unique_terms(found);
  Reader reader(db, path, analyser);
  for (const std::string& term : unique) reader.read(term);
  const Content content = reader.take();
  Like result;
  result.target = found.target;
  const std::vector<Term> terms = telling_terms(content, db);
  if (terms.empty()) return result;
  const Xapian::Query itself(found.target.passage
                                 ? unique.front()
                                 : make_term(prefix::kArticle, found.key));
  result.query = Xapian::Query(Op::OP_AND_NOT, any_of(terms), itself);
  for (size_t i = 0; i < terms.size(); ++i) {
    result.words.push_back(word_of(terms[i], content, i));
  }
  return result;
}

}  // namespace

std::vector<LikeTarget> like_targets(std::string_view argument) {
  std::vector<LikeTarget> targets = {{std::string(argument), std::nullopt}};
  const size_t sign = argument.rfind('#');
  if (sign == std::string_view::npos || sign == 0) return targets;
  const std::string_view digits = argument.substr(sign + 1);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos ||
      digits.find_first_not_of('0') == std::string_view::npos) {
    return targets;
  }
  uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc()) number = std::numeric_limits<uint64_t>::max();
  targets.push_back({std::string(argument.substr(0, sign)), number});
  return targets;
}

Like like(std::string_view argument, const Database& database,
          Analysers& analysers) {
  if (argument.empty()) {
    throw Error(ErrorKind::kUsage, "--like names no article",
                "give it the id of an article or a passage, as hits show it");
  }
  return database.read([&](const Xapian::Database& db) {
    const Found found = find(argument, database);
    return make_like(found, db, database.path(),
                     analysers.get(found.record.language));
  });
}

}  // namespace ibid
