// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check_passages.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "index/analysers.h"
#include "index/passage.h"
#include "index/schema.h"
#include "indexer/build_document.h"
#include "indexer/stored_document.h"

namespace ibid {
namespace {

using Expected = std::map<Xapian::docid, ExpectedPostings>;

// A passage that a record has.
struct Place {
  const std::string* key = nullptr;
  const ArticleRecord* record = nullptr;
  size_t number = 0;  // from 0
  bool seen = false;  // its document was met

  const PassagePlace& passage() const { return record->passages[number]; }
  std::string name() const {
    return fmt::format("{}#{}", record->id, number + 1);
  }
};

std::vector<Xapian::docid> all_docids(const Database& database) {
  return database.read([](const Xapian::Database& db) {
    std::vector<Xapian::docid> ids;
    for (auto doc = db.postlist_begin(""); doc != db.postlist_end(""); ++doc) {
      ids.push_back(*doc);
    }
    return ids;
  });
}

class PassageChecker {
 public:
  PassageChecker(const CheckedShard& shard, const CheckedRecords& records,
                 const std::atomic<bool>* stop, CheckReport& report)
      : shard_(shard), database_(shard.database), stop_(stop), report_(report) {
    for (const auto& [key, record] : records.articles) {
      if (!shard.holds_article(key)) continue;
      for (size_t i = 0; i < record.passages.size(); ++i) {
        const PassagePlace& place = record.passages[i];
        places_.emplace(unique_term(key, place.hash, place.repeat),
                        Place{&key, &record, i, false});
      }
    }
  }

  Expected run() {
    std::vector<Xapian::docid> ids;
    report_.guard("passages", [&] { ids = all_docids(database_); });
    for (const Xapian::docid id : ids) {
      if (stop_ != nullptr && *stop_) {
        throw Error(ErrorKind::kInterrupted, "interrupted before the end",
                    "run the same command again");
      }
      report_.guard(fmt::format("document {}", id), [&] { check(id); });
    }
    for (const auto& [term, place] : places_) {
      if (!place.seen) {
        report_.add("passage " + place.name(), "has no document of its own");
      }
    }
    report_.passages += ids.size();
    return std::move(expected_);
  }

 private:
  void check(Xapian::docid id) {
    std::string data = database_.read([&](const Xapian::Database& db) {
      return db.get_document(id).get_data();
    });
    const StoredPassage passage = decode_passage(data);
    Place* place = find_place(id, passage);
    if (place == nullptr) return;
    const std::string name = place->name();
    const Analyser& analyser = analysers_.get(place->record->language);
    const StoredDocument wanted = xapian_call("cannot analyse " + name, [&] {
      return take_apart(
          build_document(passage, place->passage(), *place->record, analyser));
    });
    ExpectedPostings& expected = expected_[id];
    expected = {name, 0, wanted.length(), wanted.terms.size()};
    for (const auto& [term, wdf] : wanted.terms) {
      expected.sum += posting_hash(term, wdf);
    }
    report_.guard("passage " + name, [&] { compare(id, name, wanted); });
  }

  // By the text's own hash; nullptr where no record has such a passage.
  Place* find_place(Xapian::docid id, const StoredPassage& passage) {
    const Hash128 hash = content_hash(passage);
    Place* found = nullptr;
    for (uint32_t repeat = 0;; ++repeat) {
      const std::string term = unique_term(passage.article_key, hash, repeat);
      const auto place = places_.find(term);
      if (place == places_.end()) break;
      if (place->second.seen || place->second.passage().hash != hash) continue;
      found = &place->second;
      if (has_term(term, id)) break;
    }
    if (found == nullptr) {
      report_.add(fmt::format("document {}", id),
                  shard_.holds_article(passage.article_key)
                      ? "is a passage that no article has, or has once more"
                      : "is a passage whose article is of another shard");
      return nullptr;
    }
    found->seen = true;
    return found;
  }

  // Whether the posting list of a unique term is that one document.
  bool has_term(const std::string& term, Xapian::docid id) const {
    try {
      return database_.read([&](const Xapian::Database& db) {
        const auto doc = db.postlist_begin(term);
        return doc != db.postlist_end(term) && *doc == id;
      });
    } catch (const Error&) {
      return false;  // posting lists are checked by themselves
    }
  }

  void compare(Xapian::docid id, const std::string& name,
               const StoredDocument& wanted) {
    uint64_t length = 0;
    const StoredDocument stored =
        database_.read([&](const Xapian::Database& db) {
          length = db.get_doclength(id);
          return take_apart(db.get_document(id));
        });
    const std::string where = "passage " + name;
    if (stored.terms != wanted.terms) {
      report_.add(where, "its terms are not those of its text");
    }
    if (stored.values != wanted.values) {
      report_.add(where, "its values are not those of its article");
    }
    if (length != wanted.length()) {
      report_.add(where, "its length is not that of its text");
    }
  }

  const CheckedShard& shard_;
  const Database& database_;
  const std::atomic<bool>* stop_;
  CheckReport& report_;
  Analysers analysers_;
  std::map<std::string, Place> places_;  // by unique term
  Expected expected_;
};

}  // namespace

Expected check_passages(const CheckedShard& shard,
                        const CheckedRecords& records,
                        const std::atomic<bool>* stop, CheckReport& report) {
  return PassageChecker(shard, records, stop, report).run();
}

}  // namespace ibid
