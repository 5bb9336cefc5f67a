// SPDX-License-Identifier: GPL-3.0-or-later
// The least that a user of Xapian writes, for compare.py: TermGenerator over
// passages, QueryParser and Enquire over what it made. Nothing of ibid's own is
// in what is timed.
#include <fmt/format.h>
#include <xapian.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "bench/ask.h"
#include "index/database.h"
#include "index/error.h"
#include "index/output.h"

namespace ibid {
namespace {

constexpr int kFailed = 2;
constexpr Xapian::doccount kHits = 10;

constexpr std::string_view kUsage = R"(plain_xapian index PASSAGES DB
plain_xapian ask DB QUERIES [ROUNDS [THREADS]]
plain_xapian once DB QUERY

index: writes the JSON lines of PASSAGES ("_id", "title", "text") to a new
database, with TermGenerator's defaults and English stems, and prints how many
documents it holds. ask: top ten of each query with their data, in the form of
query_latency --json. once: how many hits one query has among the first ten.
)";

[[noreturn]] void fail_usage() {
  throw Error(ErrorKind::kUsage, "wrong arguments", std::string(kUsage));
}

Xapian::Document make_document(Xapian::TermGenerator& generator,
                               const nlohmann::json& passage) {
  const auto& title = passage.at("title").get_ref<const std::string&>();
  const auto& text = passage.at("text").get_ref<const std::string&>();
  Xapian::Document document;
  generator.set_document(document);
  generator.set_termpos(0);
  generator.index_text(title, 1, "S");
  generator.index_text(title);
  generator.increase_termpos();
  generator.index_text(text);
  document.set_data(title + "\n" + text);
  return document;
}

size_t index_passages(const std::string& path, const std::string& db) {
  std::ifstream in(path);
  if (!in) throw Error(ErrorKind::kNotFound, "cannot read " + path);
  Xapian::WritableDatabase database(db, Xapian::DB_CREATE_OR_OVERWRITE);
  Xapian::TermGenerator generator;
  generator.set_stemmer(Xapian::Stem("en"));
  for (std::string line; std::getline(in, line);) {
    database.add_document(
        make_document(generator, nlohmann::json::parse(line)));
  }
  database.commit();
  return database.get_doccount();
}

Asker make_asker(const std::string& db) {
  const auto database = std::make_shared<Xapian::Database>(db);
  const auto parser = std::make_shared<Xapian::QueryParser>();
  parser->set_stemmer(Xapian::Stem("en"));
  parser->set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
  parser->set_database(*database);
  return [database, parser](const std::string& query) {
    Xapian::Enquire enquire(*database);
    enquire.set_query(parser->parse_query(query));
    const Xapian::MSet found = enquire.get_mset(0, kHits);
    size_t hits = 0;
    for (auto hit = found.begin(); hit != found.end(); ++hit) {
      if (!hit.get_document().get_data().empty()) ++hits;
    }
    return hits;
  };
}

std::string run_command(const std::vector<std::string>& words) {
  if (words.size() == 3 && words[0] == "index") {
    return fmt::format("{}\n", index_passages(words[1], words[2]));
  }
  if (words.size() == 3 && words[0] == "once") {
    return fmt::format("{}\n", make_asker(words[1])(words[2]));
  }
  if (words.size() < 3 || words.size() > 5 || words[0] != "ask") fail_usage();
  AskPlan plan;
  if (words.size() > 3) plan.rounds = positive_number(words[3], kUsage);
  if (words.size() > 4) plan.threads = positive_number(words[4], kUsage);
  return to_json(ask_all(read_queries(words[2]), plan,
                         [&] { return make_asker(words[1]); }));
}

int run(const std::vector<std::string>& words) {
  try {
    write_result(stdout, xapian_call("plain_xapian",
                                     [&] { return run_command(words); }));
    return 0;
  } catch (const Error& e) {
    tell(fmt::format("plain_xapian: {}\n{}\n", e.what(), e.hint()));
  }
  return kFailed;
}

}  // namespace
}  // namespace ibid

int main(int argc, char** argv) {
  return ibid::run(std::vector<std::string>(argv + 1, argv + argc));
}
