// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/options.h"

#include <gtest/gtest.h>

#include "index/error.h"

namespace ibid {
namespace {

using Words = std::vector<std::string>;

// Each database as "NAME: LOCATION, LOCATION".
Words parsed(const Words& words) {
  std::vector<const char*> argv = {"ibid-server"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  std::optional<std::string> early;
  Words all;
  const ServerOptions options =
      parse_server_options(static_cast<int>(argv.size()), argv.data(), early);
  for (const NamedDatabase& database : options.databases) {
    all.push_back(database.name + ": " + database.source.name());
  }
  return all;
}

Words with_db(const Words& values) {
  Words words;
  for (const std::string& value : values) {
    words.insert(words.end(), {"--db", value});
  }
  return words;
}

TEST(HttpOptions, NameDatabasesAndPutThoseOfOneNameTogether) {
  const struct {
    Words given;
    Words expected;
  } cases[] = {
      {{"/x/notes"}, {"notes: /x/notes"}},
      {{"/x/a", "/x/b/"}, {"a: /x/a", "b: /x/b/"}},
      {{"n=/x/a", "/x/b", "n=tcp:h:1"}, {"n: /x/a, tcp:h:1", "b: /x/b"}},
      {{"n=tcp:a:1", "n=tcp:b:1"}, {"n: tcp:a:1, tcp:b:1"}},
      {{"tcp:127.0.0.1:33333", "tcp:[::1]:33333"},
       {"127.0.0.1-33333: tcp:127.0.0.1:33333",
        "___1_-33333: tcp:[::1]:33333"}},
      {{"/x/tcp:a:1"}, {"tcp_a_1: /x/tcp:a:1"}}};
  for (const auto& c : cases) EXPECT_EQ(parsed(with_db(c.given)), c.expected);
}

TEST(HttpOptions, RefuseANameThatNobodyGaveToBoth) {
  for (const Words& given :
       {Words{"/x/a", "/y/a"}, Words{"/x/a", "a=/y"}, Words{"a=/x", "/y/a"}}) {
    EXPECT_THROW(parsed(with_db(given)), Error) << given[0] << " " << given[1];
  }
}

TEST(HttpOptions, TakeWhatIsSaidOfShards) {
  const char* const argv[] = {"ibid-server",     "--db", "a=/x",
                              "--shard-timeout", "7",    "--require-all"};
  std::optional<std::string> early;
  const ServerOptions options = parse_server_options(6, argv, early);
  EXPECT_TRUE(options.require_all);
  EXPECT_EQ(options.databases[0].source.timeout, std::chrono::milliseconds(7));
  EXPECT_FALSE(ServerOptions().require_all);
}

}  // namespace
}  // namespace ibid
