// SPDX-License-Identifier: GPL-3.0-or-later
// What each construct of docs/query.md is understood as.
#include "searcher/interpret.h"

#include <gtest/gtest.h>

#include <string_view>

#include "tests/searcher/query_trees.h"

namespace ibid {
namespace {

TEST(Interpret, MakesOneTextOfEachRunOfWords) {
  expect_trees({
      {"rust", R"t((text "rust"))t"},
      {"what is COVID-19", R"t((text "what is COVID-19"))t"},
      {"borrow checker rules", R"t((text "borrow checker rules"))t"},
      {"  padded \t words\n", "(text \"padded \\x09 words\")"},
      {"c++ vs c#", R"t((text "c++ vs c#"))t"},
      {"std::vector", R"t((text "std::vector"))t"},
      {"foo:bar", R"t((text "foo:bar"))t"},
      {"http://example.org/a?b=c", R"t((text "http://example.org/a?b=c"))t"},
      {"meet at 10:30", R"t((text "meet at 10:30"))t"},
      {"C: drive", R"t((text "C: drive"))t"},
      {"user@example.com", R"t((text "user@example.com"))t"},
      {"don't AT&T $5 3.14", R"t((text "don't AT&T $5 3.14"))t"},
      {"a \\ b", R"t((text "a \\ b"))t"},
      {"東京 タワー", R"t((text "東京 タワー"))t"},
      {"naïve café", R"t((text "naïve café"))t"},
      {"f(x) = g(y)", R"t((text "f(x) = g(y)"))t"},
      {"printf(3) manual", R"t((text "printf(3) manual"))t"},
      {"and or not", R"t((text "and or not"))t"},
      {"ANDROID NOTE ORB", R"t((text "ANDROID NOTE ORB"))t"},
      {"a\u00a0b\u3000c", "(text \"a\u00a0b\u3000c\")"},
  });
}

TEST(Interpret, FindsNothingToLookForInPunctuation) {
  expect_trees({
      {"", ""},
      {"   ", ""},
      {"()", ""},
      {"(( ) ())", ""},
      {"\"\"", ""},
      {"\"  \"", ""},
      {"\"", ""},
      {"*", ""},
      {"- + ~ *", ""},
      {"[]", ""},
      {"!!! ...", ""},
      {"— …", ""},
      {"\u200f\ufeff", ""},
      {"+-", ""},
      {"-\"--\"", ""},
  });
}

TEST(Interpret, ReadsPhrases) {
  expect_trees({
      {R"t("borrow checker")t", R"t((phrase "borrow checker"))t"},
      {R"t("rust")t", R"t((phrase "rust"))t"},
      {R"t(a "b c" d)t", R"t((text "a") (phrase "b c") (text "d"))t"},
      {R"t("a""b")t", R"t((phrase "a") (phrase "b"))t"},
      {R"t("a b"c)t", R"t((phrase "a b") (text "c"))t"},
      {R"t(" a b ")t", R"t((phrase "a b"))t"},
      {"“a b” c", R"t((phrase "a b") (text "c"))t"},
      {"„a b“", R"t((phrase "a b"))t"},
      {"„a b”", R"t((phrase "a b"))t"},
      {"«a b»", R"t((phrase "a b"))t"},
      {"»a b«", R"t((phrase "a b"))t"},
      {"“a b\"", R"t((phrase "a b"))t"},
      {"«a \"b» c", R"t((phrase "a \"b") (text "c"))t"},
      {R"t("a (b -c OR d")t", R"t((phrase "a (b -c OR d"))t"},
      {R"t("a*")t", R"t((phrase "a*"))t"},
      {R"t(5" disk)t", R"t((text "5\" disk"))t"},
      {R"t(a 5" and a 3" disk)t", R"t((text "a 5\" and a 3\" disk"))t"},
      {R"t(foo"bar)t", R"t((text "foo\"bar"))t"},
      {R"t(a "" b)t", R"t((text "a \"\" b"))t"},
      {"it's 'so' so", R"t((text "it's 'so' so"))t"},
  });
}

TEST(Interpret, IgnoresAQuoteThatIsNeverClosed) {
  expect_trees({
      {R"t("borrow checker)t", R"t((text "\"borrow checker"))t"},
      {R"t(rust "borrow)t", R"t((text "rust \"borrow"))t"},
      {R"t("a b" "c)t", R"t((phrase "a b") (text "\"c"))t"},
      {R"t("a -b)t", R"t((text "\"a") -(text "b"))t"},
      {R"t(a -"b c)t", R"t((text "a -\"b c"))t"},
      {R"t(title:"b c)t", R"t((text "title:\"b c"))t"},
      {"«a b”", R"t((text "«a b”"))t"},
  });
}

TEST(Interpret, ReadsDistances) {
  expect_trees({
      {R"t("a b"~5)t", R"t((near 5 "a b"))t"},
      {R"t("a b"~1 c)t", R"t((near 1 "a b") (text "c"))t"},
      {R"t("a b"~100)t", R"t((near 100 "a b"))t"},
      {R"t("a b"~101)t", R"t((near 100 "a b"))t"},
      {R"t("a b"~99999999999999999999)t", R"t((near 100 "a b"))t"},
      {R"t("a b"~)t", R"t((phrase "a b"))t"},
      {R"t("a b"~0)t", R"t((phrase "a b"))t"},
      {R"t("a b"~x)t", R"t((phrase "a b") (text "x"))t"},
      {R"t("a b"~5x)t", R"t((near 5 "a b") (text "x"))t"},
      {R"t("a b" ~5)t", R"t((phrase "a b") (text "~5"))t"},
      {R"t(-"a b"~3 c)t", R"t(-(near 3 "a b") (text "c"))t"},
      {R"t(title:"a b"~3)t", R"t((near title 3 "a b"))t"},
      {R"t(""~5 a)t", R"t((text "a"))t"},
      {"a~5", R"t((text "a~5"))t"},
  });
}

TEST(Interpret, ReadsMarks) {
  expect_trees({
      {"rust -java", R"t((text "rust") -(text "java"))t"},
      {"rust +async", R"t((text "rust") +(text "async"))t"},
      {"-java rust", R"t(-(text "java") (text "rust"))t"},
      {"+rust", R"t(+(text "rust"))t"},
      {"a b -c d e", R"t((text "a b") -(text "c") (text "d e"))t"},
      {R"t(a -"b c")t", R"t((text "a") -(phrase "b c"))t"},
      {R"t(a +"b c")t", R"t((text "a") +(phrase "b c"))t"},
      {"a -(b c)", R"t((text "a") -(text "b c"))t"},
      {"a +(b OR c)", R"t((text "a") +(any (text "b") (text "c")))t"},
      {"a -title:b", R"t((text "a") -(text title "b"))t"},
      {"a -c++", R"t((text "a") -(text "c++"))t"},
      {"a -foo-bar", R"t((text "a") -(text "foo-bar"))t"},
      {"a -東京", R"t((text "a") -(text "東京"))t"},
      {"(a -b) c", R"t((group (text "a") -(text "b")) (text "c"))t"},
      {"(-b a)", R"t((group -(text "b") (text "a")))t"},
      {"a\u00a0-b", R"t((text "a") -(text "b"))t"},
      {"a \u200f-b", R"t((text "a") -(text "b"))t"},
  });
}

TEST(Interpret, LeavesOtherHyphensAndPlusesAlone) {
  expect_trees({
      {"foo-bar", R"t((text "foo-bar"))t"},
      {"e-mail COVID-19 2026-03-14",
       R"t((text "e-mail COVID-19 2026-03-14"))t"},
      {"rust - java", R"t((text "rust - java"))t"},
      {"a + b", R"t((text "a + b"))t"},
      {"git commit --amend", R"t((text "git commit --amend"))t"},
      {"++i", R"t((text "++i"))t"},
      {"a -> b", R"t((text "a -> b"))t"},
      {"p ->next", R"t((text "p ->next"))t"},
      {"a -- b", R"t((text "a -- b"))t"},
      {"a -+b", R"t((text "a -+b"))t"},
      {"a -* b", R"t((text "a -* b"))t"},
      {"a- b+", R"t((text "a- b+"))t"},
      {R"t("a"-b)t", R"t((phrase "a") (text "-b"))t"},
  });
}

TEST(Interpret, SearchesWhatWouldOnlyExclude) {
  expect_trees({
      {"-5", R"t((text "-5"))t"},
      {"-java", R"t((text "-java"))t"},
      {"-java -go", R"t((text "-java -go"))t"},
      {"NOT java", R"t((text "NOT java"))t"},
      {"(-java)", R"t((text "-java"))t"},
      {"-(java)", R"t((text "-(java)"))t"},
      {"-tag:java", R"t((text "-tag:java"))t"},
      {"a OR -b", R"t((any (text "a") (text "-b")))t"},
      {"-a AND -b", R"t((text "-a AND -b"))t"},
      {"c -(-a)", R"t((text "c") -(text "-a"))t"},
      // Beside something to look for, parentheses take nothing away.
      {"rust (-java)", R"t((text "rust") -(text "java"))t"},
      {"rust (NOT java NOT go)",
       R"t((text "rust") -(text "java") -(text "go"))t"},
      {"rust AND (NOT java)", R"t((text "rust") -(text "java"))t"},
  });
}

TEST(Interpret, ReadsFields) {
  expect_trees({
      {"title:rust", R"t((text title "rust"))t"},
      {"heading:rust", R"t((text heading "rust"))t"},
      {"question:rust", R"t((text question "rust"))t"},
      {"TITLE:Rust", R"t((text title "Rust"))t"},
      {"title:a b", R"t((text title "a") (text "b"))t"},
      {"title:a title:b", R"t((text title "a") (text title "b"))t"},
      {R"t(title:"a b")t", R"t((phrase title "a b"))t"},
      {"title:(a b)", R"t((text title "a b"))t"},
      {"title:(a -b)", R"t((group (text title "a") -(text title "b")))t"},
      {"title:(a OR b)", R"t((any (text title "a") (text title "b")))t"},
      {"title:(a heading:b)",
       R"t((group (text title "a") (text heading "b")))t"},
      {"title:foo*", R"t((prefix title "foo"))t"},
      {"title:std::vector", R"t((text title "std::vector"))t"},
      {"+title:a b", R"t(+(text title "a") (text "b"))t"},
      {"path:docs/*.md", R"t((path "docs/*.md"))t"},
      {R"t(path:"my docs/*")t", R"t((path "my docs/*"))t"},
      {"path:C:\\x", R"t((path "C:\\x"))t"},
      {"path:*", R"t((path "*"))t"},
      {"kind:question", R"t((kind "question"))t"},
      {"Kind:Section", R"t((kind "section"))t"},
      {R"t(kind:"quick_answer")t", R"t((kind "quick_answer"))t"},
      {"tag:rust a", R"t((tag "rust") (text "a"))t"},
      {"tag:rust, a", R"t((tag "rust") (text "a"))t"},
      {R"t(tag:"big data")t", R"t((tag "big data"))t"},
      {"tag:(a b*)", R"t((group (tag "a") (tag "b*")))t"},
      {"tag:(a OR b)", R"t((any (tag "a") (tag "b")))t"},
      {"a -tag:b", R"t((text "a") -(tag "b"))t"},
      {"lang:en", R"t((lang "en"))t"},
  });
}

TEST(Interpret, TakesForTextWhatIsNoField) {
  expect_trees({
      {"title: rust", R"t((text "title: rust"))t"},
      {"title:", R"t((text "title:"))t"},
      {"(a title:)", R"t((text "(a title:)"))t"},
      {"title::new", R"t((text "title::new"))t"},
      {"Path::new()", R"t((text "Path::new()"))t"},
      {"subtitle:a", R"t((text "subtitle:a"))t"},
      {"kind:foo", R"t((text "kind:foo"))t"},
      {"a kind:of b", R"t((text "a kind:of b"))t"},
      {"kind:(section foo)", R"t((group (kind "section") (text "foo")))t"},
      {"tag:?", R"t((text "tag:?"))t"},
      {"title:!!!", R"t((text "title:!!!"))t"},
      {"title:()", R"t((text "title:("))t"},
      {"title:(a", R"t((text "title:(a"))t"},
  });
}

TEST(Interpret, ReadsPrefixes) {
  expect_trees({
      {"program*", R"t((prefix "program"))t"},
      {"ab* c", R"t((prefix "ab") (text "c"))t"},
      {"a -foo*", R"t((text "a") -(prefix "foo"))t"},
      {"東京*", R"t((prefix "東京"))t"},
      {"foo-ba*", R"t((prefix "foo-ba"))t"},
      {"(foo*)", R"t((prefix "foo"))t"},
      {"a*", R"t((text "a*"))t"},
      {"*foo", R"t((text "*foo"))t"},
      {"f*o", R"t((text "f*o"))t"},
      {"f*o*", R"t((text "f*o*"))t"},
      {"foo**", R"t((text "foo**"))t"},
      {"a * b", R"t((text "a * b"))t"},
      {"[a-z]*", R"t((text "[a-z]*"))t"},
      {"foo*.", R"t((text "foo*."))t"},
  });
}

TEST(Interpret, ReadsOperators) {
  expect_trees({
      {"a OR b", R"t((any (text "a") (text "b")))t"},
      {"a AND b", R"t((all (text "a") (text "b")))t"},
      {"a OR b OR c", R"t((any (text "a") (text "b") (text "c")))t"},
      {"a AND b AND c", R"t((all (text "a") (text "b") (text "c")))t"},
      {"a AND b OR c", R"t((any (all (text "a") (text "b")) (text "c")))t"},
      {"a OR b AND c", R"t((any (text "a") (all (text "b") (text "c"))))t"},
      {"(a OR b) AND c", R"t((all (any (text "a") (text "b")) (text "c")))t"},
      {"a b OR c d", R"t((any (text "a b") (text "c d")))t"},
      {R"t("a b" OR c*x)t", R"t((any (phrase "a b") (text "c*x")))t"},
      {"a +b OR c", R"t((any (group (text "a") +(text "b")) (text "c")))t"},
      {"+a OR +b", R"t((any (text "a") (text "b")))t"},
      {"a NOT b", R"t((text "a") -(text "b"))t"},
      {"a NOT b c", R"t((text "a") -(text "b") (text "c"))t"},
      {R"t(a NOT "b c")t", R"t((text "a") -(phrase "b c"))t"},
      {"a NOT (b OR c)", R"t((text "a") -(any (text "b") (text "c")))t"},
      {"a NOT title:b", R"t((text "a") -(text title "b"))t"},
      {"a NOT -b", R"t((text "a") -(text "b"))t"},
      {"a AND NOT b", R"t((text "a") -(text "b"))t"},
      {"NOT a AND b", R"t((text "b") -(text "a"))t"},
      {"a AND b AND NOT c", R"t((all (text "a") (text "b")) -(text "c"))t"},
      {"a AND NOT b OR c",
       R"t((any (group (text "a") -(text "b")) (text "c")))t"},
      {"tag:a OR tag:b", R"t((any (tag "a") (tag "b")))t"},
      {"a ... OR ... b", R"t((any (text "a") (text "b")))t"},
      {"\"AND\" OR b", R"t((any (phrase "AND") (text "b")))t"},
  });
}

TEST(Interpret, TakesDanglingOperatorsForWords) {
  expect_trees({
      {"AND", R"t((text "AND"))t"},
      {"OR", R"t((text "OR"))t"},
      {"NOT", R"t((text "NOT"))t"},
      {"rust AND", R"t((text "rust AND"))t"},
      {"OR rust", R"t((text "OR rust"))t"},
      {"rust NOT", R"t((text "rust NOT"))t"},
      {"AND OR NOT", R"t((any (text "AND") (text "NOT")))t"},
      {"AND NOT", R"t((text "AND NOT"))t"},
      {"a AND OR b", R"t((any (text "a AND") (text "b")))t"},
      {"a OR OR b", R"t((any (text "a OR") (text "b")))t"},
      {"a NOT NOT b", R"t((text "a NOT") -(text "b"))t"},
      {"(OR a) b", R"t((text "(OR a) b"))t"},
      {"(a OR) b", R"t((text "(a OR) b"))t"},
      {"a OR ()", R"t((text "a OR"))t"},
      {"a OR )", R"t((text "a OR"))t"},
      {"a OR !!!", R"t((text "a OR"))t"},
      {"a AND, b", R"t((text "a AND, b"))t"},
      {"-AND a", R"t(-(text "AND") (text "a"))t"},
  });
}

TEST(Interpret, ReadsGroups) {
  expect_trees({
      {"(a b)", R"t((text "(a b)"))t"},
      {"a (b c) d", R"t((text "a (b c) d"))t"},
      {"Rust (programming language)",
       R"t((text "Rust (programming language)"))t"},
      {"((a))", R"t((text "((a))"))t"},
      {"a (b OR c)", R"t((text "a") (any (text "b") (text "c")))t"},
      {"(a OR b) (c OR d)",
       R"t((any (text "a") (text "b")) (any (text "c") (text "d")))t"},
      {"((a OR b) c) d",
       R"t((group (any (text "a") (text "b")) (text "c")) (text "d"))t"},
      {R"t(("a b"))t", R"t((phrase "a b"))t"},
      {"(f(x) OR g(y))", R"t((any (text "f(x)") (text "g(y)")))t"},
      {"(a OR b)c", R"t((any (text "a") (text "b")) (text "c"))t"},
      {"( a OR b )", R"t((any (text "a") (text "b")))t"},
  });
}

TEST(Interpret, IgnoresUselessParentheses) {
  expect_trees({
      {"(a", R"t((text "a"))t"},
      {"a)", R"t((text "a)"))t"},
      {"a ( b", R"t((text "a ( b"))t"},
      {"a () b", R"t((text "a () b"))t"},
      {"((a OR b)", R"t((any (text "a") (text "b")))t"},
      {"(a OR b))", R"t((any (text "a") (text "b")))t"},
      {")(", ""},
      {"a:(^", R"t((text "a:(^"))t"},
      {":) happy", R"t((text "happy"))t"},
      {"a -( b", R"t((text "a -( b"))t"},
      {"a -()", R"t((text "a"))t"},
  });
}

TEST(Interpret, KnowsWhetherThereIsSyntax) {
  for (const std::string_view query :
       {"rust", "what is rust?", "-5", "a AND", "(a b)", "", "\"a", "[]"}) {
    EXPECT_FALSE(interpret(query, {}).has_syntax) << query;
  }
  for (const std::string_view query :
       {"\"a\"", "a -b", "+a", "title:a", "tag:a", "ab*", "a OR b",
        "title:(a b)", "\"a b\"~2"}) {
    EXPECT_TRUE(interpret(query, {}).has_syntax) << query;
  }
}

TEST(Interpret, SaysWhereEachNodeStands) {
  const Query query = interpret("été (x y) -title:\"a b\"~3 +(c OR d) ab*", {});
  ASSERT_EQ(query.root.children.size(), 4U);
  EXPECT_EQ(slice(query.text, query.root.span), query.text);
  const auto text_at = [&](size_t child) {
    return slice(query.text, query.root.children[child].span);
  };
  EXPECT_EQ(text_at(0), "été (x y)");
  EXPECT_EQ(text_at(1), "-title:\"a b\"~3");
  EXPECT_EQ(text_at(2), "+(c OR d)");
  EXPECT_EQ(text_at(3), "ab*");
}

}  // namespace
}  // namespace ibid
