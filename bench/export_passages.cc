// SPDX-License-Identifier: GPL-3.0-or-later
// The passages of a database as JSON lines. For compare.py: one text for every
// engine that is measured on text. Each is cut so short that ibid-indexer makes
// one passage of it again, and the headings are joined to the title, since the
// form has no place for them. With --for: whole, as another engine takes them.
#include <fmt/format.h>
#include <xapian.h>

#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/ask.h"
#include "bench/bulk_form.h"
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

constexpr std::string_view kUsage =
    R"(export_passages [--for opensearch|vespa] DB [COUNT]

Prints the first COUNT (default: all) passages of a database of ibid-indexer as
JSON lines {"_id","title","text"}. Articles come in the order of their keys, which
are hashes of their ids: any beginning of the list is a sample of the whole.
--for: passages with all that is known of them, as lines for the bulk API of
OpenSearch (an action, then its document) or for vespa feed (a put).
)";

struct Setup {
  std::optional<BulkForm> form;
  std::string db;
  size_t most = SIZE_MAX;
};

[[noreturn]] void fail_usage() {
  throw Error(ErrorKind::kUsage, "wrong arguments", std::string(kUsage));
}

Setup parse_arguments(std::vector<std::string> words) {
  Setup setup;
  if (words.size() > 1 && words[0] == "--for") {
    setup.form = parse_bulk_form(words[1]);
    if (!setup.form) fail_usage();
    words.erase(words.begin(), words.begin() + 2);
  }
  if (words.empty() || words.size() > 2) fail_usage();
  setup.db = words[0];
  if (words.size() > 1) {
    setup.most = static_cast<size_t>(positive_number(words[1], kUsage));
  }
  return setup;
}

struct Numbered {
  size_t number = 0;  // in its article, from 1
  StoredPassage passage;
};

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
std::vector<Numbered> passages_of(const Database& database,
                                  std::string_view key,
                                  const ArticleRecord& record) {
  return database.read([&](const Xapian::Database& db) {
    std::vector<Numbered> passages;
    for (size_t i = 0; i < record.passages.size(); ++i) {
      const PassagePlace& place = record.passages[i];
      const std::string data =
          data_of(db, unique_term(key, place.hash, place.repeat));
      if (!data.empty()) passages.push_back({i + 1, decode_passage(data)});
    }
    return passages;
  });
}

void print_passages(const Database& database, const Setup& setup) {
  size_t count = 0;
  database.each_record([&](std::string_view key, std::string_view data) {
    if (count >= setup.most) return;
    const ArticleRecord record = decode_record(data);
    for (const Numbered& found : passages_of(database, key, record)) {
      if (count++ >= setup.most) return;
      const std::string id = fmt::format("{}#{}", record.id, found.number);
      write_result(stdout, setup.form ? bulk_lines(*setup.form, record,
                                                   found.number, found.passage)
                                      : json_line(id, found.passage));
    }
  });
  finish_results(stdout);
}

int run(const std::vector<std::string>& words) {
  try {
    const Setup setup = parse_arguments(words);
    print_passages(Database::open(setup.db), setup);
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
