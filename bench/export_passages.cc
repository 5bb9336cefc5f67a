// SPDX-License-Identifier: GPL-3.0-or-later
// The passages of a database as JSON lines, for compare.py: one text for every
// engine that is measured on text. Each is cut so short that ibid-indexer makes
// one passage of it again, and the headings are joined to the title, since the
// form has no place for them.
#include <fmt/format.h>
#include <xapian.h>

#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "bench/ask.h"
#include "index/article_record.h"
#include "index/database.h"
#include "index/error.h"
#include "index/output.h"
#include "index/passage.h"
#include "index/schema.h"
#include "index/text.h"

namespace ibid {
namespace {

constexpr int kFailed = 2;
// What split.h takes as one passage, in bytes to be on the safe side.
constexpr size_t kMostBytes = 1000;

constexpr std::string_view kUsage = R"(export_passages DB [COUNT]

Prints the first COUNT (default: all) passages of a database of ibid-indexer as
JSON lines {"_id","title","text"}. Articles come in the order of their keys, which
are hashes of their ids: any beginning of the list is a sample of the whole.
)";

// The data of the passage of a place; empty where a document has gone.
std::string data_of(const Xapian::Database& db, const std::string& term) {
  const Xapian::PostingIterator found = db.postlist_begin(term);
  if (found == db.postlist_end(term)) return "";
  return db.get_document(*found).get_data();
}

std::string json_line(const std::string& id, const StoredPassage& passage) {
  std::string title = passage.title;
  for (const std::string& heading : passage.headings) title += ": " + heading;
  if (!passage.question.empty()) title += ": " + passage.question;
  const std::string_view text =
      std::string_view(passage.text)
          .substr(0, utf8_floor(passage.text, kMostBytes));
  const nlohmann::ordered_json line = {
      {"_id", id}, {"title", title}, {"text", text}};
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
         "\n";
}

// An article's passages as they lie in the database.
std::vector<StoredPassage> passages_of(const Database& database,
                                       std::string_view key,
                                       const ArticleRecord& record) {
  return database.read([&](const Xapian::Database& db) {
    std::vector<StoredPassage> passages;
    for (const PassagePlace& place : record.passages) {
      const std::string data =
          data_of(db, unique_term(key, place.hash, place.repeat));
      if (!data.empty()) passages.push_back(decode_passage(data));
    }
    return passages;
  });
}

void print_passages(const Database& database, size_t most) {
  size_t count = 0;
  database.each_record([&](std::string_view key, std::string_view data) {
    if (count >= most) return;
    const ArticleRecord record = decode_record(data);
    size_t number = 0;
    for (const StoredPassage& p : passages_of(database, key, record)) {
      if (count++ >= most) return;
      const std::string id = fmt::format("{}#{}", record.id, ++number);
      write_result(stdout, json_line(id, p));
    }
  });
  finish_results(stdout);
}

int run(const std::vector<std::string>& words) {
  try {
    if (words.empty() || words.size() > 2) {
      throw Error(ErrorKind::kUsage, "wrong arguments", std::string(kUsage));
    }
    const size_t most =
        words.size() < 2
            ? SIZE_MAX
            : static_cast<size_t>(positive_number(words[1], kUsage));
    print_passages(Database::open(words[0]), most);
    return 0;
  } catch (const Error& e) {
    tell(fmt::format("export_passages: {}\n{}\n", e.what(), e.hint()));
  } catch (const std::exception& e) {
    tell(fmt::format("export_passages: {}\n", e.what()));
  }
  return kFailed;
}

}  // namespace
}  // namespace ibid

int main(int argc, char** argv) {
  return ibid::run(std::vector<std::string>(argv + 1, argv + argc));
}
