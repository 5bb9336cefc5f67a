// SPDX-License-Identifier: GPL-3.0-or-later
// CLI11 would take query words such as -java for options and guess at others.
// So the words are parted first, by the options that are declared, and CLI11
// never sees the query.
#include "searcher/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <CLI/CLI.hpp>
#include <string_view>
#include <vector>

#include "index/date.h"
#include "index/error.h"
#include "index/language.h"
#include "index/settings.h"
#include "searcher/database_options.h"

namespace ibid {
namespace {

constexpr const char* kFooter =
    "Exit: 0 something found; 1 nothing found; 2 error or wrong usage. A "
    "batch:\n"
    "0 if any query found something, 2 if any line of it was bad.\n"
    "Database: --db, else $IBID_DB, else the config file's db, else\n"
    "$XDG_DATA_HOME/ibid/index.\n"
    "Query: words, \"phrases\", +must, -not, title: heading: question: path:\n"
    "kind: tag: lang:, word*, \"a b\"~5, OR, AND, NOT, parentheses.";

// Values as they stand on the command line, before they are checked.
struct Raw {
  std::vector<std::string> databases;
  size_t shard_timeout = kDefaultShardTimeout.count();
  size_t count = 10;
  size_t offset = 0;
  size_t per_article = 0;
  std::string kind;
  std::string lang;
  std::string after;
  std::string before;
  std::string sort = "relevance";
  bool any = false;
  bool all = false;
  std::string mode = "auto";
  std::string language;
  std::string output;
  bool json = false;
  std::string color;
};

void declare_filters(CLI::App& app, SearcherOptions& options, Raw& raw) {
  app.add_option("--kind", raw.kind, "quick_answer, section or question")
      ->type_name("K");
  app.add_option("--tag", options.request.tag, "of the article")
      ->type_name("T");
  app.add_option("--lang", raw.lang, "of the article")->type_name("L");
  app.add_option("--after", raw.after, "updated on this day or later")
      ->type_name("DATE");
  app.add_option("--before", raw.before, "updated on this day or earlier")
      ->type_name("DATE");
  app.add_option("--path", options.request.path, "of the article's file")
      ->type_name("GLOB");
}

void declare_databases(CLI::App& app, SearcherOptions& options, Raw& raw) {
  // Takes one value and may stand there again.
  app.add_option("--db", raw.databases,
                 "database folder, stub file or tcp:HOST:PORT; several are\n"
                 "searched as one")
      ->type_name("DB")
      ->expected(1)
      ->take_all();
  app.add_option("--shard-timeout", raw.shard_timeout,
                 "milliseconds after which a silent tcp: database is left\n"
                 "out (2000)")
      ->type_name("MS");
  app.add_flag("--require-all", options.request.require_all,
               "an error where a database cannot be asked, not the answer of\n"
               "the others");
}

void declare(CLI::App& app, SearcherOptions& options, Raw& raw) {
  app.set_version_flag("--version", "ibid-searcher " IBID_VERSION);
  app.footer(kFooter);
  declare_databases(app, options, raw);
  app.add_option("-n", raw.count, "how many hits (10)")->type_name("N");
  app.add_option("--offset", raw.offset, "skip so many hits (0)")
      ->type_name("N");
  app.add_option("--per-article", raw.per_article,
                 "hits of one article at most; 0 is unlimited (0)")
      ->type_name("N");
  declare_filters(app, options, raw);
  app.add_option("--sort", raw.sort, "relevance or date (relevance)")
      ->type_name("S");
  app.add_flag("--any", raw.any, "any of the words, best first (default)");
  app.add_flag("--all", raw.all, "every word");
  app.add_option("--mode", raw.mode, "auto, keyword or question (auto)")
      ->type_name("M");
  app.add_option("--language", raw.language,
                 "analyse the query in this language only")
      ->type_name("L");
  app.add_option("--like", options.request.like,
                 "passages like this one (ARTICLE-ID#n) or like an article's")
      ->type_name("ID");
  app.add_flag("--strict", options.request.strict, "syntax errors are errors");
  app.add_flag("--explain", options.request.explain,
               "say how each score came about");
  app.add_option("--output", raw.output, "text, json, jsonl or trec (text)")
      ->type_name("O");
  app.add_flag("--json", raw.json, "the same as --output json");
  app.add_option("--batch", options.batch,
                 "queries as JSON lines (_id, text); - is stdin")
      ->type_name("FILE");
  app.add_option("--color", raw.color, "auto, always or never (auto)")
      ->type_name("WHEN");
}

[[noreturn]] void fail(const std::string& message, const std::string& hint) {
  throw Error(ErrorKind::kUsage, message, hint);
}

struct Words {
  std::vector<std::string> options;  // as CLI11 takes them
  std::vector<std::string> query;
};

// The option that a word spells, and whether its value stands in it.
struct Spelled {
  const CLI::Option* option = nullptr;
  bool has_value = false;
};

bool is_count(std::string_view word) {
  return word.size() > 2 && word.starts_with("-n") &&
         std::all_of(word.begin() + 2, word.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

Spelled spelled_option(const CLI::App& app, const std::string& word) {
  if (is_count(word)) return {app.get_option_no_throw("-n"), true};
  if (word.size() < 2 || word[0] != '-') return {};
  const size_t equals = word.find('=');
  const std::string name = word.substr(0, equals);
  const bool long_name = name.starts_with("--");
  if (name == "--" || (equals != std::string::npos && !long_name)) return {};
  const CLI::Option* option = app.get_option_no_throw(name);
  if (option == nullptr ||
      (equals != std::string::npos && option->get_items_expected_max() == 0)) {
    return {};
  }
  return {option, equals != std::string::npos};
}

Words part(const CLI::App& app, int argc, const char* const* argv) {
  Words words;
  bool only_query = false;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (!only_query && word == "--") {
      only_query = true;
      continue;
    }
    const Spelled spelled = only_query ? Spelled{} : spelled_option(app, word);
    if (spelled.option == nullptr) {
      words.query.push_back(word);
      continue;
    }
    const bool takes_next =
        spelled.option->get_items_expected_max() > 0 && !spelled.has_value;
    if (takes_next && i + 1 == argc) {
      fail(fmt::format("{} needs a value", word), "");
    }
    // As --name=value, so that no value is taken for an option.
    const bool is_long = word.starts_with("--");
    words.options.push_back(!takes_next ? word
                            : is_long   ? word + "=" + argv[++i]
                                        : word + argv[++i]);
  }
  return words;
}

std::string day(const std::string& text, const char* option, bool is_end) {
  if (text.empty()) return "";
  const auto date = parse_date_bound(text, is_end);
  if (!date) {
    fail(fmt::format("{} takes a date, not {}", option, text),
         "for example 2026-04-01, 2026-04 or 2026");
  }
  return *date;
}

template <class Value>
Value choice(const std::string& text, const char* option,
             std::initializer_list<std::pair<std::string_view, Value>> known) {
  std::string names;
  for (const auto& [name, value] : known) {
    if (name == text) return value;
    names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
  }
  fail(fmt::format("{} does not take {}", option, text),
       fmt::format("it takes one of: {}", names));
}

void apply_ranking(SearchRequest& request, const Raw& raw) {
  constexpr size_t kMost = 100000;
  if (raw.count > kMost || raw.offset > kMost || raw.per_article > kMost) {
    fail(fmt::format("-n, --offset and --per-article go up to {}", kMost), "");
  }
  request.rank.count = raw.count;
  request.rank.offset = raw.offset;
  request.rank.per_article = raw.per_article;
  request.rank.sort =
      choice<Sort>(raw.sort, "--sort",
                   {{"relevance", Sort::kRelevance}, {"date", Sort::kDate}});
}

void apply(SearcherOptions& options, const Raw& raw) {
  const Config config = load_config();
  options.source = database_source(raw.databases, raw.shard_timeout);
  SearchRequest& request = options.request;
  apply_ranking(request, raw);
  if (!raw.kind.empty()) {
    request.kind =
        choice<PassageKind>(raw.kind, "--kind",
                            {{"quick_answer", PassageKind::kQuickAnswer},
                             {"section", PassageKind::kSection},
                             {"question", PassageKind::kQuestion}});
  }
  request.language_filter = normal_language(raw.lang);
  request.after = day(raw.after, "--after", false);
  request.before = day(raw.before, "--before", true);
  if (raw.any && raw.all) fail("--any and --all exclude each other", "");
  request.all = raw.all;
  request.mode =
      choice<std::optional<QueryMode>>(raw.mode, "--mode",
                                       {{"auto", std::nullopt},
                                        {"keyword", QueryMode::kKeyword},
                                        {"question", QueryMode::kQuestion}});
  request.language = normal_language(
      raw.language.empty() ? config.language.value_or("") : raw.language);
  options.color = choice<std::string>(
      raw.color.empty() ? config.color.value_or("auto") : raw.color, "--color",
      {{"auto", "auto"}, {"always", "always"}, {"never", "never"}});
  if (raw.json) options.output = Output::kJson;
  if (!raw.output.empty()) {
    options.output = choice<Output>(raw.output, "--output",
                                    {{"text", Output::kText},
                                     {"json", Output::kJson},
                                     {"jsonl", Output::kJsonl},
                                     {"trec", Output::kTrec}});
  }
  request.snippets = options.output != Output::kTrec;
  request.collapse = options.output != Output::kTrec;
}

void set_text(SearcherOptions& options, const std::vector<std::string>& words) {
  if (!options.request.like.empty()) {
    if (!words.empty() || !options.batch.empty()) {
      fail("--like takes the place of a query",
           "leave out the query, or narrow by --path, --kind, --tag, ...");
    }
    return;
  }
  if (!options.batch.empty()) {
    if (!words.empty()) {
      fail("--batch takes its queries from a file, not from the command line",
           fmt::format("leave out {}", words[0]));
    }
    return;
  }
  if (words.empty()) {
    fail("no query", "ibid-searcher QUERY..., or --help");
  }
  std::string& text = options.request.text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
}

}  // namespace

SearcherOptions parse_searcher_options(int argc, const char* const* argv,
                                       std::optional<SearcherEarlyExit>& exit) {
  SearcherOptions options;
  Raw raw;
  CLI::App app("Finds the passages of articles that answer a query",
               "ibid-searcher");
  // Only for the help: the query itself never reaches CLI11.
  std::vector<std::string> unused;
  app.add_option("QUERY", unused, "what to look for")->type_name("");
  declare(app, options, raw);
  Words words = part(app, argc, argv);
  // CLI11 takes them from the back.
  std::reverse(words.options.begin(), words.options.end());
  try {
    app.parse(words.options);
  } catch (const CLI::CallForHelp&) {
    exit = SearcherEarlyExit{app.help()};
    return options;
  } catch (const CLI::CallForVersion&) {
    exit = SearcherEarlyExit{"ibid-searcher " IBID_VERSION "\n"};
    return options;
  } catch (const CLI::Error& e) {
    fail(e.what(), "ibid-searcher --help lists the options");
  }
  apply(options, raw);
  set_text(options, words.query);
  return options;
}

bool asks_for_json(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") return false;
    const bool named = word == "--output" && i + 1 < argc &&
                       std::string_view(argv[i + 1]).starts_with("json");
    if (word == "--json" || named || word.starts_with("--output=json")) {
      return true;
    }
  }
  return false;
}

}  // namespace ibid
