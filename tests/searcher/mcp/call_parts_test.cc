// SPDX-License-Identifier: GPL-3.0-or-later
// The small parts of a tool call: arguments, cursors, budgets, URIs.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "index/error.h"
#include "searcher/mcp/arguments.h"
#include "searcher/mcp/budget.h"
#include "searcher/mcp/cite.h"
#include "searcher/mcp/cursor.h"
#include "searcher/mcp/resources.h"

namespace ibid {
namespace {

// "message (hint)" of the error; empty: there was none.
std::string error_of(const std::function<void()>& call) {
  try {
    call();
    return "";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kUsage);
    return std::string(e.what()) + " (" + e.hint() + ")";
  }
}

TEST(Arguments, GiveWhatIsThere) {
  const McpJson json =
      McpJson::parse(R"({"a":"x","n":7,"m":7.0,"f":true,"c":"two","z":null})");
  Arguments arguments(json);
  EXPECT_EQ(arguments.text("a"), "x");
  EXPECT_EQ(arguments.needed_text("a"), "x");
  EXPECT_EQ(arguments.number("n", 1, 0, 9), 7u);
  EXPECT_EQ(arguments.number("m", 1, 0, 9), 7u);
  EXPECT_TRUE(arguments.flag("f"));
  EXPECT_EQ(arguments.choice("c", {"one", "two"}), "two");
  EXPECT_EQ(arguments.text("z"), "");
  EXPECT_NO_THROW(arguments.finish());
}

TEST(Arguments, HaveDefaults) {
  const McpJson json = McpJson::object();
  Arguments arguments(json);
  EXPECT_EQ(arguments.text("a"), "");
  EXPECT_EQ(arguments.number("n", 5, 0, 9), 5u);
  EXPECT_FALSE(arguments.flag("f"));
  EXPECT_EQ(arguments.choice("c", {"one", "two"}), "one");
}

TEST(Arguments, SayWhatIsWrong) {
  const auto wrong = [](const std::string& text, const auto& read) {
    const McpJson json = McpJson::parse(text);
    return error_of([&] {
      Arguments arguments(json);
      read(arguments);
      arguments.finish();
    });
  };
  const auto number = [](Arguments& a) { a.number("n", 5, 1, 9); };
  const std::string range =
      "n is not a whole number from 1 to 9 (leave n out for 5)";
  for (const char* value :
       {"0", "10", "-1", "1.5", "1e300", "\"5\"", "true", "[5]"}) {
    EXPECT_EQ(wrong(std::string(R"({"n":)") + value + "}", number), range);
  }
  EXPECT_EQ(wrong(R"({"a":5})", [](Arguments& a) { a.text("a"); }),
            "a is not a string (give a as text in double quotes)");
  for (const char* text :
       {"{}", R"({"a":""})", R"({"a":" \n"})", R"({"a":null})"}) {
    EXPECT_EQ(wrong(text, [](Arguments& a) { a.needed_text("a"); }),
              "a is missing or empty (the call needs the string a)");
  }
  EXPECT_EQ(wrong(R"({"f":1})", [](Arguments& a) { a.flag("f"); }),
            "f is not true or false (leave f out for false)");
  EXPECT_EQ(wrong(R"({"c":"x"})",
                  [](Arguments& a) {
                    a.choice("c", {"y", "z"});
                  }),
            "c does not take x (it takes one of: y, z)");
  EXPECT_EQ(wrong(R"({"a":"x","q":1})",
                  [](Arguments& a) {
                    a.text("a");
                    a.text("b");
                  }),
            "there is no argument q (the arguments are: a, b)");
}

TEST(Cursor, LeadsBackWhereItCameFrom) {
  const Cursor cursor = {12, 345};
  EXPECT_EQ(read_cursor(write_cursor(cursor, "a"), "a"), cursor);
  EXPECT_NE(write_cursor(cursor, "a"), write_cursor(cursor, "b"));
}

TEST(Cursor, IsOfOneCallOnly) {
  const std::string good = write_cursor({1, 2}, "a");
  const std::string seal = good.substr(4);
  for (const std::string& text :
       {std::string("x"), std::string("1"), std::string("1.2"),
        std::string("1.2."), "1." + seal, "-1.2." + seal, " 1.2." + seal,
        "1.2." + seal + " ", "99999999999999999999.2." + seal,
        "9999999999999.2." + seal, good.substr(0, 9), good + "0",
        write_cursor({1, 2}, "b")}) {
    EXPECT_NE(error_of([&] { read_cursor(text, "a"); }), "") << text;
  }
}

TEST(Budget, CountsMoreForWhatIsNotAscii) {
  const std::pair<std::string, size_t> cases[] = {
      {"", 0},  {"a", 1},    {"abcd", 1},   {"abcde", 2},
      {"é", 1}, {"日本", 2}, {"abcd日", 2}, {"\xff\xff", 2}};
  for (const auto& [text, tokens] : cases) {
    EXPECT_EQ(count_tokens(text), tokens) << text;
  }
}

TEST(Budget, FitsWholeCharacters) {
  const struct {
    std::string text;
    size_t tokens;
    std::string fits;
  } cases[] = {
      {"abcdefgh", 1, "abcd"}, {"abcdefgh", 2, "abcdefgh"},
      {"abcdefgh", 0, "a"},    {"日本語", 2, "日本"},
      {"日本語", 0, "日"},     {"", 5, ""},
      {"ab日", 1, "ab"},
  };
  for (const auto& [text, tokens, fits] : cases) {
    EXPECT_EQ(text.substr(0, fit_tokens(text, tokens)), fits) << text;
  }
}

TEST(CutText, ComesToTheWholeTextInParts) {
  std::string text = "\"quoted\"\n\x01 and 日本語 ";
  for (int i = 0; i < 6; ++i) text += text;
  for (const size_t tokens : {0, 1, 50, 200, 300, 1000, 100000}) {
    std::string seen;
    size_t from = 0;
    do {
      McpJson passage{{"text", text}};
      const size_t rest = cut_text(passage, from, tokens);
      const std::string part = passage["text"].get<std::string>();
      EXPECT_EQ(passage["text_truncated"], part.size() < text.size());
      if (tokens >= 200) {
        EXPECT_LE(json_tokens(passage), tokens);
      }
      ASSERT_FALSE(part.empty());
      seen += part;
      from = rest;
    } while (from != 0);
    EXPECT_EQ(seen, text) << tokens;
  }
}

TEST(ArticleUri, HoldsAnyId) {
  for (const std::string& id :
       {std::string("a.txt"), std::string("docs/ä b#1%?.md"),
        std::string("\x01\n"), std::string("日本"), std::string("\xff")}) {
    const std::string uri = article_uri(id);
    EXPECT_EQ(uri.find_first_of(" #?\n\x01"), std::string::npos);
    EXPECT_EQ(article_of_uri(uri), id);
  }
  EXPECT_EQ(article_uri("docs/a b.md"), "ibid://article/docs%2Fa%20b.md");
  EXPECT_EQ(article_of_uri("ibid://article/docs/a.md"), "docs/a.md");
}

TEST(ArticleUri, IsNoOther) {
  for (const std::string_view uri :
       {"", "ibid://article/", "ibid://articles/a", "file:///a", "a",
        "ibid://article/%", "ibid://article/%4", "ibid://article/%zz"}) {
    EXPECT_EQ(article_of_uri(uri), std::nullopt) << uri;
  }
}

}  // namespace
}  // namespace ibid
