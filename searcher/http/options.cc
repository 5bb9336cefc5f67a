// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <set>

#include "index/error.h"
#include "index/settings.h"
#include "index/text.h"
#include "searcher/database_options.h"

namespace ibid {
namespace {

constexpr const char* kFooter =
    "Exit: 0 ended by SIGTERM or SIGINT; 2 error or wrong usage.\n"
    "Database: --db, else $IBID_DB, else the config file's db, else\n"
    "$XDG_DATA_HOME/ibid/index.\n"
    "There is no access control: whoever can connect can read all of it.";

constexpr size_t kMaxThreads = 256;
constexpr size_t kMaxConnections = 10000;

// Values as they stand on the command line, before they are checked.
struct Raw {
  std::vector<std::string> databases;
  size_t shard_timeout = kDefaultShardTimeout.count();
  bool require_all = false;
  std::string listen = "127.0.0.1:8423";
  size_t threads = ServerOptions().threads;
  size_t max_connections = ServerOptions().max_connections;
  size_t time_limit = ServerOptions().time_limit.count();
  size_t read_time = ServerOptions().read_time.count();
  std::vector<std::string> hosts;
  std::vector<std::string> cors;
};

void declare(CLI::App& app, Raw& raw) {
  app.set_version_flag("--version", "ibid-server " IBID_VERSION);
  app.footer(kFooter);
  // Each takes one value and may stand there again.
  const auto list = [&app](const char* name, std::vector<std::string>& values,
                           const char* help) {
    return app.add_option(name, values, help)->expected(1)->take_all();
  };
  list("--db", raw.databases,
       "database folder, stub file or tcp:HOST:PORT; several by\n"
       "name, those of one NAME searched as one")
      ->type_name("[NAME=]DB");
  app.add_option("--shard-timeout", raw.shard_timeout,
                 "milliseconds after which a silent tcp: database is left\n"
                 "out (2000)")
      ->type_name("MS");
  app.add_flag("--require-all", raw.require_all,
               "an error where a database cannot be asked, not the answer of\n"
               "the others");
  app.add_option("--listen", raw.listen, "numeric address (127.0.0.1:8423)")
      ->type_name("ADDR:PORT");
  app.add_option("--threads", raw.threads, "that search (one a processor)")
      ->type_name("N");
  app.add_option("--max-connections", raw.max_connections,
                 "at a time; others get 503 (512)")
      ->type_name("N");
  app.add_option("--time-limit", raw.time_limit,
                 "milliseconds for a search (800)")
      ->type_name("MS");
  app.add_option("--read-time", raw.read_time,
                 "milliseconds for a request to come (10000)")
      ->type_name("MS");
  list("--host", raw.hosts, "a name that this server goes by")
      ->type_name("NAME");
  list("--cors", raw.cors, "pages of this origin may ask; * is all of them")
      ->type_name("ORIGIN");
}

[[noreturn]] void fail(const std::string& message, const std::string& hint) {
  throw Error(ErrorKind::kUsage, message, hint);
}

bool is_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
  });
}

// The last part of a path, or HOST-PORT, with what no name may have replaced.
std::string name_of(const std::string& location) {
  constexpr std::string_view kScheme = "tcp:";
  std::string name;
  if (location.starts_with(kScheme)) {
    name = location.substr(kScheme.size());
    const size_t port = name.rfind(':');
    if (port != std::string::npos) name[port] = '-';
  } else {
    auto normal = std::filesystem::path(location).lexically_normal();
    if (!normal.has_filename()) normal = normal.parent_path();
    name = normal.filename().string();
  }
  std::ranges::replace_if(
      name, [](char c) { return !is_name(std::string_view(&c, 1)); }, '_');
  return name.empty() ? "index" : name;
}

// A value of --db.
struct Located {
  std::string name;
  std::string location;
  bool is_named = false;  // by the user
};

Located located(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals != std::string::npos && is_name(text.substr(0, equals))) {
    return {text.substr(0, equals), text.substr(equals + 1), true};
  }
  return {name_of(text), text};
}

// Those of one name are one database, where the user has given it to each.
std::vector<NamedDatabase> databases(const Raw& raw) {
  std::vector<std::string> texts = raw.databases;
  if (texts.empty()) texts.push_back(database_path("", load_config()));
  const auto timeout = shard_timeout(raw.shard_timeout);
  std::vector<NamedDatabase> all;
  std::set<std::string> unnamed;
  for (const std::string& text : texts) {
    Located one = located(text);
    if (!one.is_named) unnamed.insert(one.name);
    const auto known = std::ranges::find(all, one.name, &NamedDatabase::name);
    if (known == all.end()) {
      all.push_back({one.name, {{one.location}, timeout}});
    } else if (!unnamed.contains(one.name)) {
      known->source.locations.push_back(std::move(one.location));
    } else {
      fail(fmt::format("two databases have the name {}", one.name),
           "name them: --db NAME=DB");
    }
  }
  return all;
}

ListenAddress listen_address(const std::string& text) {
  const size_t colon = text.rfind(':');
  std::string address = text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  if (address == "localhost") address = "127.0.0.1";
  ListenAddress result{address, 0};
  const char* const end = text.data() + text.size();
  const char* const start =
      colon == std::string::npos ? end : text.data() + colon + 1;
  const auto [stop, error] = std::from_chars(start, end, result.port);
  if (error != std::errc() || stop != end) {
    fail(fmt::format("--listen does not take {}", text),
         "it takes ADDR:PORT, for example 127.0.0.1:8423 or [::1]:8423");
  }
  return result;
}

size_t within(const char* option, size_t value, size_t least, size_t most) {
  if (value >= least && value <= most) return value;
  fail(fmt::format("{} does not take {}", option, value),
       fmt::format("it takes a number from {} to {}", least, most));
}

ServerOptions checked(const Raw& raw) {
  ServerOptions options;
  options.databases = databases(raw);
  options.require_all = raw.require_all;
  options.listen = listen_address(raw.listen);
  options.threads = within("--threads", raw.threads, 0, kMaxThreads);
  options.max_connections =
      within("--max-connections", raw.max_connections, 1, kMaxConnections);
  options.time_limit = std::chrono::milliseconds(
      within("--time-limit", raw.time_limit, 1, kMaxTimeLimit.count()));
  options.read_time = std::chrono::milliseconds(
      within("--read-time", raw.read_time, 1, kMaxTimeLimit.count()));
  for (const std::string& host : raw.hosts) {
    options.gate.hosts.push_back(ascii_lower(host));
  }
  for (const std::string& origin : raw.cors) {
    if (origin != "*" && origin.find("://") == std::string::npos) {
      fail(fmt::format("--cors does not take {}", origin),
           "it takes an origin as https://example.org, or *");
    }
    options.gate.cors.push_back(origin);
  }
  return options;
}

}  // namespace

ServerOptions parse_server_options(int argc, const char* const* argv,
                                   std::optional<std::string>& early) {
  Raw raw;
  CLI::App app("Answers queries over HTTP", "ibid-server");
  declare(app, raw);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    early = app.help();
    return {};
  } catch (const CLI::CallForVersion&) {
    early = "ibid-server " IBID_VERSION "\n";
    return {};
  } catch (const CLI::Error& e) {
    fail(e.what(), "ibid-server --help lists the options");
  }
  return checked(raw);
}

}  // namespace ibid
