// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/options.h"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "index/error.h"
#include "index/language.h"
#include "index/settings.h"
#include "searcher/database_options.h"

namespace ibid {
namespace {

constexpr const char* kVersion = "ibid-mcp " IBID_VERSION;

constexpr const char* kFooter =
    "Speaks the Model Context Protocol on standard input and output: a client\n"
    "starts it. Tools: search, answer, get_passage, get_article, status.\n"
    "Exit: 0 at the end of the input and on SIGTERM; 2 error or wrong usage.\n"
    "Database: --db, else $IBID_DB, else the config file's db, else\n"
    "$XDG_DATA_HOME/ibid/index.";

void declare_databases(CLI::App& app, std::vector<std::string>& databases,
                       size_t& shard_timeout, bool& require_all) {
  // Takes one value and may stand there again.
  app.add_option("--db", databases,
                 "database folder, stub file or tcp:HOST:PORT; several are\n"
                 "searched as one")
      ->type_name("DB")
      ->expected(1)
      ->take_all();
  app.add_option("--shard-timeout", shard_timeout,
                 "milliseconds after which a silent tcp: database is left\n"
                 "out (2000)")
      ->type_name("MS");
  app.add_flag("--require-all", require_all,
               "an error where a database cannot be asked, not the answer of\n"
               "the others");
}

}  // namespace

McpOptions parse_mcp_options(int argc, const char* const* argv,
                             std::optional<std::string>& exit) {
  CLI::App app("Serves the passages of articles to models, by MCP", "ibid-mcp");
  McpOptions options;
  std::vector<std::string> databases;
  size_t shard_timeout = kDefaultShardTimeout.count();
  std::string language;
  int time_limit = kDefaultTimeLimit.count();
  declare_databases(app, databases, shard_timeout, options.require_all);
  app.add_option("--language", language,
                 "analyse queries in this language only")
      ->type_name("L");
  app.add_option("--time-limit", time_limit, "milliseconds for a search (800)")
      ->type_name("MS")
      ->check(CLI::Range(1, static_cast<int>(kMaxTimeLimit.count())));
  app.set_version_flag("--version", kVersion);
  app.footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    exit = app.help();
    return options;
  } catch (const CLI::CallForVersion&) {
    exit = std::string(kVersion) + "\n";
    return options;
  } catch (const CLI::Error& e) {
    throw Error(ErrorKind::kUsage, e.what(),
                "ibid-mcp --help lists the options");
  }
  const Config config = load_config();
  options.source = database_source(databases, shard_timeout);
  options.language = normal_language(
      language.empty() ? config.language.value_or("") : language);
  options.time_limit = std::chrono::milliseconds(time_limit);
  return options;
}

}  // namespace ibid
