// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/settings.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <optional>
#include <string>

#include "index/error.h"
#include "tests/support/temp_dir.h"

namespace ibid {
namespace {

// Each test begins without any of the variables; after it they are as before.
class Settings : public testing::Test {
 protected:
  Settings() {
    for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                             "IBID_DB", "NO_COLOR", "TERM"}) {
      const char* value = ::getenv(name);
      saved_[name] =
          value == nullptr ? std::nullopt : std::optional<std::string>(value);
      ::unsetenv(name);
    }
  }
  ~Settings() override {
    for (const auto& [name, value] : saved_) {
      if (value) {
        ::setenv(name.c_str(), value->c_str(), 1);
      } else {
        ::unsetenv(name.c_str());
      }
    }
  }

  static void set(const char* name, const std::string& value) {
    ::setenv(name, value.c_str(), 1);
  }

  Config load(std::string_view toml) {
    folder_.write_file("ibid/config.toml", toml);
    set("XDG_CONFIG_HOME", folder_.path());
    return load_config();
  }

  // The message of the error for this config file, without its path.
  std::string error_of(std::string_view toml) {
    try {
      load(toml);
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kUsage);
      EXPECT_NE(e.hint(), "");
      const std::string file = folder_.path_of("ibid/config.toml");
      const std::string message = e.what();
      EXPECT_TRUE(message.starts_with(file)) << message;
      return message.substr(std::min(file.size(), message.size()));
    }
    return "no error";
  }

  const TempDir folder_;

 private:
  std::map<std::string, std::optional<std::string>> saved_;
};

TEST_F(Settings, ReadsTheConfigFile) {
  const Config config =
      load("db = \"/x\"\n# a comment\nlanguage = 'de'\ncolor = \"never\"\n");
  EXPECT_EQ(config.db, "/x");
  EXPECT_EQ(config.language, "de");
  EXPECT_EQ(config.color, "never");
  EXPECT_EQ(load("").db, std::nullopt);
  EXPECT_EQ(load("language = \"en\"").db, std::nullopt);
  EXPECT_EQ(load("\xEF\xBB\xBF"
                 "db = \"/b\"\r\n")
                .db,
            "/b");
}

TEST_F(Settings, DoesWithoutAConfigFile) {
  EXPECT_EQ(load_config().db, std::nullopt);  // no HOME either
  set("HOME", folder_.path());
  EXPECT_EQ(load_config().db, std::nullopt);
  set("XDG_CONFIG_HOME", folder_.path_of("missing"));
  EXPECT_EQ(load_config().db, std::nullopt);
  set("HOME", "/dev/null");
  ::unsetenv("XDG_CONFIG_HOME");
  EXPECT_EQ(load_config().db, std::nullopt);
}

TEST_F(Settings, LooksForTheConfigFileWhereXdgSays) {
  folder_.write_file("home/.config/ibid/config.toml", "db = '/home'");
  folder_.write_file("xdg/ibid/config.toml", "db = '/xdg'");
  set("HOME", folder_.path_of("home"));
  EXPECT_EQ(load_config().db, "/home");
  set("XDG_CONFIG_HOME", "");
  EXPECT_EQ(load_config().db, "/home");
  set("XDG_CONFIG_HOME", "relative");  // to be ignored
  EXPECT_EQ(load_config().db, "/home");
  set("XDG_CONFIG_HOME", folder_.path_of("xdg"));
  EXPECT_EQ(load_config().db, "/xdg");
}

TEST_F(Settings, NamesTheLineOfAMistake) {
  EXPECT_TRUE(error_of("db = \"/x\"\nlanguage = \n").starts_with(":2: "));
  EXPECT_TRUE(error_of("\n\n= 3").starts_with(":3: "));
  EXPECT_TRUE(error_of("db = \"/x\"\ndb = \"/y\"").starts_with(":2: "));
  EXPECT_TRUE(error_of("db = \"\xff\"").starts_with(":1: "));
  EXPECT_EQ(error_of("db = '/x'\nlanguag = 'en'"), ":2: unknown key languag");
  EXPECT_EQ(error_of("\nlimit = 3"), ":2: unknown key limit");
  EXPECT_EQ(error_of("\n\n[search]\nn = 3"), ":3: unknown key search");
  EXPECT_EQ(error_of("search.n = 3"), ":1: unknown key search");
  EXPECT_EQ(error_of("color = true"), ":1: color must be a string");
  EXPECT_EQ(error_of("\ndb = 3"), ":2: db must be a string");
  EXPECT_EQ(error_of("language = ['en', 'de']"),
            ":1: language must be a string");
  EXPECT_EQ(error_of("db.path = '/x'"), ":1: db must be a string");
}

TEST_F(Settings, RefusesAConfigFileThatCannotBeRead) {
  set("XDG_CONFIG_HOME", folder_.path());
  std::filesystem::create_directories(folder_.path_of("ibid/config.toml"));
  try {
    load_config();
    ADD_FAILURE() << "read a folder";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("config.toml"), std::string::npos);
    EXPECT_NE(e.hint(), "");
  }
}

TEST_F(Settings, RefusesAConfigFileOfOthers) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const std::string file = folder_.write_file("ibid/config.toml", "");
  set("XDG_CONFIG_HOME", folder_.path());
  ::chmod(file.c_str(), 0);
  EXPECT_THROW(load_config(), Error);
  ::chmod(folder_.path_of("ibid").c_str(), 0);
  EXPECT_THROW(load_config(), Error);
  ::chmod(folder_.path_of("ibid").c_str(), 0700);
}

TEST_F(Settings, TakesTheFirstDatabaseThatIsNamed) {
  struct Case {
    std::string flag, environment, config, data_home, home, expected;
  };
  const Case cases[] = {
      {"/flag", "/env", "/config", "/data", "/home", "/flag"},
      {"", "/env", "/config", "/data", "/home", "/env"},
      {"", "", "/config", "/data", "/home", "/config"},
      {"", "", "", "/data", "/home", "/data/ibid/index"},
      {"", "", "", "", "/home", "/home/.local/share/ibid/index"},
      {"", "", "", "relative", "/home", "/home/.local/share/ibid/index"},
      {"rel/flag", "", "", "", "", "rel/flag"},
      {"", "rel/env", "", "", "", "rel/env"},
  };
  for (const Case& c : cases) {
    set("IBID_DB", c.environment);
    set("XDG_DATA_HOME", c.data_home);
    set("HOME", c.home);
    Config config;
    if (!c.config.empty()) config.db = c.config;
    EXPECT_EQ(database_path(c.flag, config), c.expected);
  }
  Config empty;
  empty.db = "";
  set("HOME", "/home");
  set("IBID_DB", "");
  set("XDG_DATA_HOME", "");
  EXPECT_EQ(database_path("", empty), "/home/.local/share/ibid/index");
}

TEST_F(Settings, NeedsADatabaseFromSomewhere) {
  try {
    database_path("", {});
    ADD_FAILURE() << "found a database";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kUsage);
    EXPECT_NE(e.hint(), "");
  }
}

TEST_F(Settings, UsesColorAsAskedElseOnTerminals) {
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
  set("TERM", "xterm");
  EXPECT_TRUE(use_color("always", pipe[1]));
  EXPECT_FALSE(use_color("auto", pipe[1]));
  EXPECT_FALSE(use_color("auto", -1));
  EXPECT_FALSE(use_color("never", pipe[1]));
  if (terminal >= 0) {
    EXPECT_TRUE(use_color("auto", terminal));
    EXPECT_FALSE(use_color("never", terminal));
    set("NO_COLOR", "");
    EXPECT_TRUE(use_color("auto", terminal));
    set("NO_COLOR", "1");
    EXPECT_FALSE(use_color("auto", terminal));
    EXPECT_TRUE(use_color("always", terminal));
    ::unsetenv("NO_COLOR");
    set("TERM", "dumb");
    EXPECT_FALSE(use_color("auto", terminal));
    ::unsetenv("TERM");
    EXPECT_FALSE(use_color("auto", terminal));
    ::close(terminal);
  }
  ::close(pipe[0]);
  ::close(pipe[1]);
}

}  // namespace
}  // namespace ibid
