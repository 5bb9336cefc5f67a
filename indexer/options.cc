// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <CLI/CLI.hpp>
#include <thread>

#include "index/error.h"
#include "index/language.h"
#include "indexer/formats/format.h"

namespace ibid {
namespace {

constexpr const char* kFooter =
    "Exit: 0 done (--check: sound); 1 done, but a named path was missing, or\n"
    "an article or a line of synonyms could not be read (--check: damaged);\n"
    "2 nothing could be done, or wrong usage; 3 another writer holds the\n"
    "database; 130 interrupted, nothing lost. --watch ends with 0 where a\n"
    "signal comes between two updates.\n"
    "Database: --db, else $IBID_DB, else the config file's db, else\n"
    "$XDG_DATA_HOME/ibid/index.";

constexpr size_t kMaxJobs = 256;
// Each of them has some ten open files.
constexpr uint32_t kMaxNewShards = 100;

// Values as they stand on the command line, before they are checked.
struct Raw {
  bool check = false;
  bool status = false;
  bool compact = false;
  bool reshard = false;
  std::string db;
  std::string format;
  std::string language;
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::vector<std::string> roots;
  std::string synonyms;
  std::string color;
};

void declare(CLI::App& app, IndexerOptions& options, Raw& raw) {
  app.set_version_flag("--version", "ibid-indexer " IBID_VERSION);
  app.footer(kFooter);
  app.add_option("--db", raw.db, "database folder")->type_name("DIR");
  app.add_option("--shards", options.shards,
                 "spread a new database over so many (1)")
      ->type_name("N")
      ->check(CLI::Range(uint32_t{1}, kMaxNewShards));
  app.add_option("--reshard", options.reshard,
                 "copy the database to so many shards, and swap")
      ->type_name("N")
      ->check(CLI::Range(uint32_t{1}, kMaxNewShards));
  app.add_option("--format", raw.format,
                 "auto, text, markdown, html or jsonl (auto)")
      ->type_name("F");
  app.add_option("--language", raw.language,
                 "of articles that do not say theirs (en)")
      ->type_name("L");
  app.add_option("--root", raw.roots, "prefix the ids below DIR with NAME/")
      ->type_name("NAME=DIR")
      ->allow_extra_args(false);
  app.add_option("--id", options.id, "id of the article on stdin")
      ->type_name("ID");
  app.add_option("--include", raw.include,
                 "take only files of folders that match; '' takes all")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  app.add_option("--exclude", raw.exclude,
                 "leave out files and folders that match; '' none")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  app.add_option("--remove", options.remove, "forget an article")
      ->type_name("PATH|ID")
      ->allow_extra_args(false);
  app.add_option("--files-from", options.files_from,
                 "read more paths from a file, one a line; - is stdin")
      ->type_name("FILE");
  app.add_option("--synonyms", raw.synonyms,
                 "keep the synonyms of a file; '' forgets them")
      ->type_name("FILE");
  app.add_flag("--dry-run", options.dry_run, "say what would be done");
  app.add_flag("--rehash", options.rehash,
               "read every file again, whatever its times");
  app.add_flag("--prune-all", options.prune_all,
               "remove what is gone also where nothing is left");
  app.add_flag("--rebuild", options.rebuild,
               "build anew beside the old database, then swap");
  app.add_flag("--status", raw.status,
               "say what the database holds; with --check, what has changed");
  app.add_flag("--check", raw.check, "look for damage");
  app.add_flag("--compact", raw.compact, "give back unused space");
  app.add_flag("--all-or-nothing", options.all_or_nothing,
               "commit once, at the end");
  app.add_flag("--watch", options.watch,
               "go on, and update whenever files change");
  app.add_option("--wait", options.wait_seconds,
                 "wait so long for another writer to be done (0)")
      ->type_name("SECONDS")
      ->check(CLI::Range(uint64_t{0}, uint64_t{1} << 32));
  app.add_option("--jobs", options.jobs,
                 "threads that read and analyse (one a processor)")
      ->type_name("N")
      ->check(CLI::Range(size_t{1}, kMaxJobs));
  app.add_flag("--json", options.json, "report as one JSON object");
  app.add_flag("-q,--quiet", options.quiet, "no report, no progress");
  app.add_flag("-v,--verbose", options.verbose, "say each article");
  app.add_option("--color", raw.color, "auto, always or never (auto)")
      ->type_name("WHEN");
  // Not for people: tests make many small commits, and do not wait long.
  app.add_option("--batch-bytes", options.batch_bytes)->group("");
  app.add_option("--bulk-bytes", options.bulk_bytes)->group("");
  app.add_option("--compact-bytes", options.compact_bytes)->group("");
  app.add_option("--rescan-seconds", options.rescan_seconds)->group("");
  app.add_option("PATH", options.paths,
                 "files and folders; - is one article on stdin; none: all that "
                 "the database remembers")
      ->type_name("");
}

// The arguments in the order that CLI11 wants, last first. It takes the next
// argument for the value of "--name=", so such a one is cut in two.
std::vector<std::string> arguments(int argc, const char* const* argv) {
  std::vector<std::string> all;
  bool options = true;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i];
    if (argument == "--") options = false;
    const bool no_value = options && argument.starts_with("--") &&
                          argument.find('=') + 1 == argument.size();
    if (no_value) argument.pop_back();
    all.push_back(std::move(argument));
    if (no_value) all.emplace_back();
  }
  std::reverse(all.begin(), all.end());
  return all;
}

[[noreturn]] void fail(const std::string& message, const std::string& hint) {
  throw Error(ErrorKind::kUsage, message, hint);
}

void check_color(const std::string& when) {
  if (when != "auto" && when != "always" && when != "never") {
    fail(fmt::format("--color takes auto, always or never, not {}", when), "");
  }
}

std::pair<std::string, std::string> parse_root(const std::string& text) {
  const size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  if (equals == std::string::npos || name.empty() ||
      equals + 1 == text.size()) {
    fail(fmt::format("--root takes NAME=DIR, not {}", text),
         "for example --root notes=~/notes");
  }
  if (name.find('/') != std::string::npos) {
    fail(fmt::format("the name of a root has no '/': {}", name), "");
  }
  return {name, text.substr(equals + 1)};
}

// Of an option that may be given several times. An empty one clears what is
// remembered.
std::optional<std::vector<std::string>> patterns(
    std::vector<std::string> given) {
  if (given.empty()) return std::nullopt;
  std::erase(given, "");
  return given;
}

void apply(IndexerOptions& options, const Raw& raw) {
  const Config config = load_config();
  options.db = database_path(raw.db, config);
  options.language = normal_language(config.language.value_or("en"));
  if (!raw.language.empty()) {
    options.given.language = normal_language(raw.language);
  }
  options.given.include = patterns(raw.include);
  options.given.exclude = patterns(raw.exclude);
  options.color = raw.color.empty() ? config.color.value_or("auto") : raw.color;
  check_color(options.color);
  if (raw.format == "auto") {
    options.given.format = "";
  } else if (!raw.format.empty()) {
    if (!parse_format(raw.format)) {
      fail(fmt::format("unknown format {}", raw.format),
           "--format takes auto, text, markdown, html or jsonl");
    }
    options.given.format = raw.format;
  }
  for (const std::string& root : raw.roots) {
    options.roots.push_back(parse_root(root));
  }
}

IndexerMode mode_of(const Raw& raw) {
  if (raw.status) {
    return raw.check ? IndexerMode::kStatusChanges : IndexerMode::kStatus;
  }
  if (raw.check) return IndexerMode::kCheck;
  if (raw.reshard) return IndexerMode::kReshard;
  return raw.compact ? IndexerMode::kCompact : IndexerMode::kIndex;
}

// Of the options that are about indexing, a mode takes none.
void check_mode(const CLI::App& app, const Raw& raw, IndexerMode mode) {
  if (mode == IndexerMode::kIndex) return;
  const std::string name = raw.status    ? "--status"
                           : raw.check   ? "--check"
                           : raw.reshard ? "--reshard"
                                         : "--compact";
  for (const CLI::Option* option : app.get_options()) {
    const std::string given = option->get_name();
    const bool fits =
        given == "--db" || given == "--wait" || given == "--json" ||
        given == "--color" || given == "--quiet" || given == "--verbose" ||
        given == name || given.empty() || (raw.status && given == "--check");
    if (option->count() == 0 || fits) continue;
    fail(fmt::format("{} does not go with {}", name,
                     given == "PATH" ? "a PATH" : given),
         fmt::format("run it by itself: ibid-indexer --db DIR {}", name));
  }
}

// What is done once, or read from stdin, cannot be done again and again.
void check_watch(const IndexerOptions& options) {
  const std::pair<bool, const char*> kOthers[] = {
      {options.dry_run, "--dry-run"},
      {options.rebuild, "--rebuild"},
      {!options.remove.empty(), "--remove"},
      {options.synonyms.has_value(), "--synonyms"},
      {!options.id.empty(), "--id"},
      {options.files_from == "-", "--files-from -"}};
  for (const auto& [given, name] : kOthers) {
    if (given) {
      fail(fmt::format("--watch does not go with {}", name),
           fmt::format("run ibid-indexer with {} first", name));
    }
  }
}

void check(const IndexerOptions& options) {
  if (options.watch) check_watch(options);
  bool from_stdin = false;
  for (const std::string& path : options.paths) {
    if (path == "-") from_stdin = true;
    if (path.empty()) fail("an empty path was named", "");
  }
  if (from_stdin && options.id.empty()) {
    fail("an article on stdin needs an id", "name one with --id ID");
  }
  if (!from_stdin && !options.id.empty()) {
    fail("--id is for the article on stdin", "add the path -");
  }
  if (from_stdin && options.files_from == "-") {
    fail("stdin cannot hold both an article and a list of files", "");
  }
  if (from_stdin && options.given.format == "jsonl") {
    fail("stdin takes one article, not JSONL",
         "write the lines to a file and name it");
  }
}

}  // namespace

IndexerOptions parse_options(int argc, const char* const* argv,
                             std::optional<EarlyExit>& exit) {
  IndexerOptions options;
  options.jobs =
      std::clamp<size_t>(std::thread::hardware_concurrency(), 1, kMaxJobs);
  Raw raw;
  CLI::App app("Writes the passages of articles to a database", "ibid-indexer");
  declare(app, options, raw);
  try {
    app.parse(arguments(argc, argv));
  } catch (const CLI::CallForHelp&) {
    exit = EarlyExit{app.help()};
    return options;
  } catch (const CLI::CallForVersion&) {
    exit = EarlyExit{"ibid-indexer " IBID_VERSION "\n"};
    return options;
  } catch (const CLI::Error& e) {
    fail(e.what(), "ibid-indexer --help lists the options");
  }
  if (app.count("--synonyms") > 0) options.synonyms = raw.synonyms;
  raw.reshard = app.count("--reshard") > 0;
  options.mode = mode_of(raw);
  check_mode(app, raw, options.mode);
  apply(options, raw);
  check(options);
  return options;
}

}  // namespace ibid
