// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/settings.h"

#include <fmt/format.h>
#include <unistd.h>

#include <toml++/toml.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "index/error.h"

namespace ibid {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// $variable if it is set to an absolute path (the XDG specification says to
// ignore others), else $HOME/below_home; empty where neither is known.
std::string xdg_folder(const char* variable, std::string_view below_home) {
  std::string folder = environment(variable);
  if (folder.starts_with('/')) return folder;
  const std::string home = environment("HOME");
  return home.empty() ? "" : fmt::format("{}/{}", home, below_home);
}

[[noreturn]] void fail(const std::string& file, const toml::source_region& at,
                       const std::string& reason, const std::string& hint) {
  throw Error(ErrorKind::kUsage,
              fmt::format("{}:{}: {}", file, at.begin.line, reason), hint);
}

// Where the value of key belongs; null for an unknown key.
std::optional<std::string>* field_of(Config& config, std::string_view key) {
  if (key == "db") return &config.db;
  if (key == "language") return &config.language;
  if (key == "color") return &config.color;
  return nullptr;
}

void set(Config& config, const std::string& file, const toml::key& key,
         const toml::node& value) {
  std::optional<std::string>* field = field_of(config, key.str());
  if (field == nullptr) {
    fail(file, key.source(), fmt::format("unknown key {}", key.str()),
         "known keys: db, language, color");
  }
  *field = value.value<std::string>();
  if (!*field) {
    fail(file, value.source(), fmt::format("{} must be a string", key.str()),
         "put the value in quotes");
  }
}

// The bytes of the config file; nullopt where there is none.
std::optional<std::string> read_file(const std::string& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return std::nullopt;
  }
  std::ifstream in;
  if (!std::filesystem::is_directory(status)) in.open(file, std::ios::binary);
  if (!in.is_open()) {
    throw Error(ErrorKind::kPermission, fmt::format("cannot read {}", file),
                "check that it is a file, and who owns it");
  }
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Config load_config() {
  Config config;
  const std::string folder = xdg_folder("XDG_CONFIG_HOME", ".config");
  const std::string file = folder + "/ibid/config.toml";
  if (folder.empty()) return config;
  const std::optional<std::string> bytes = read_file(file);
  if (!bytes) return config;
  try {
    const toml::table table = toml::parse(*bytes);
    for (const auto& [key, value] : table) set(config, file, key, value);
  } catch (const toml::parse_error& e) {
    fail(file, e.source(), std::string(e.description()),
         "the file is TOML, one key = \"value\" a line");
  }
  return config;
}

std::string database_path(const std::string& flag, const Config& config) {
  if (!flag.empty()) return flag;
  if (std::string path = environment("IBID_DB"); !path.empty()) {
    return path;
  }
  if (config.db && !config.db->empty()) return *config.db;
  const std::string folder = xdg_folder("XDG_DATA_HOME", ".local/share");
  if (folder.empty()) {
    throw Error(ErrorKind::kUsage, "no database folder is named",
                "name one with --db DIR or $IBID_DB");
  }
  return folder + "/ibid/index";
}

bool use_color(const std::string& when, int fd) {
  if (when == "always") return true;
  if (when == "never" || !environment("NO_COLOR").empty()) return false;
  const std::string terminal = environment("TERM");
  return ::isatty(fd) == 1 && !terminal.empty() && terminal != "dumb";
}

}  // namespace ibid
