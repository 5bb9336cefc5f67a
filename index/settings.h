// SPDX-License-Identifier: GPL-3.0-or-later
// What both programs take from the environment and the config file, and how it
// ranks: flag > environment > config file > default.
#pragma once

#include <optional>
#include <string>

namespace ibid {

// The config file: $XDG_CONFIG_HOME/ibid/config.toml (else
// ~/.config/ibid/config.toml). Every key is optional.
struct Config {
  std::optional<std::string> db;        // database folder
  std::optional<std::string> language;  // of articles and queries
  std::optional<std::string> color;     // auto, always, never
};

// Reads the config file; no file is an empty Config. Throws Error(kUsage) with
// file and line for broken TOML, an unknown key or a value of the wrong type,
// Error(kPermission) for a file that cannot be read.
Config load_config();

// The database folder: flag if not empty, else $IBID_DB, else the config's,
// else $XDG_DATA_HOME/ibid/index (~/.local/share/ibid/index). Throws
// Error(kUsage) where none of these can be told (no HOME).
std::string database_path(const std::string& flag, const Config& config);

// Whether output to `fd` has colours: "always" and "never" decide; "auto"
// means a terminal, NO_COLOR unset or empty, and TERM not "dumb".
bool use_color(const std::string& when, int fd);

}  // namespace ibid
