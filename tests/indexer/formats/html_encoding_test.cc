// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/html_encoding.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "index/text.h"

namespace ibid {
namespace {

using namespace std::string_literals;

struct Named {
  std::string source;
  std::string expected;
};

TEST(HtmlEncoding, IsFoundByMarkThenDeclarationThenBytes) {
  const std::vector<Named> cases = {
      {"\xEF\xBB\xBF<meta charset=latin1>", "UTF-8"},
      {"\xFF\xFE<\0"s, "UTF-16LE"},
      {"\xFE\xFF\0<"s, "UTF-16BE"},
      {"<meta charset=koi8-r>", "koi8-r"},
      {"<META CharSet = 'KOI8-R' >", "koi8-r"},
      {"<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">",
       "GBK"},
      {"<meta name=x content=y><meta charset=\"euc-jp\"/>", "euc-jp"},
      {"<?xml version='1.0' encoding='iso-8859-2'?><html>", "iso-8859-2"},
      {"<?xml encoding='koi8-r'?><meta charset=utf-8>", "UTF-8"},
      {"<meta charset=iso-8859-1>", "windows-1252"},
      {"<meta charset=shift_jis>", "windows-31j"},
      {"<!-- <meta charset=koi8-r> -->\xC3\xA9", "UTF-8"},
      {"<p>caf\xC3\xA9", "UTF-8"},
      {"<\0p\0>\0"s, "UTF-16LE"},
      {"\0<\0p\0>"s, "UTF-16BE"},
      {"<p>\xE9", "windows-1252"},
      {"", "UTF-8"},
  };
  for (const Named& named : cases) {
    EXPECT_EQ(find_encoding(named.source), named.expected) << named.source;
  }
}

TEST(HtmlEncoding, PassesOverDeclarationsThatCannotBeTrue) {
  const std::vector<Named> cases = {
      {"<meta charset=utf-16>", "UTF-8"},
      {"<meta charset=utf-7>", "UTF-8"},
      {"<meta charset=hz-gb-2312>", "UTF-8"},
      {"<meta charset=ibm037>", "UTF-8"},
      {"<meta charset=no-such-thing>", "UTF-8"},
      {"<meta charset=''>", "UTF-8"},
      {"<meta charset=", "UTF-8"},
      {"<meta charset", "UTF-8"},
      {"<meta charset=no-such-thing><meta charset=koi8-r>", "koi8-r"},
      {std::string(5000, ' ') + "<meta charset=koi8-r>", "UTF-8"},
  };
  for (const Named& named : cases) {
    EXPECT_EQ(find_encoding(named.source), named.expected) << named.source;
  }
}

TEST(HtmlEncoding, IsGuessedFromTextThatDeclaresNone) {
  // Russian in windows-1251.
  const std::string source =
      "<p>\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0! \xDD\xF2\xEE "
      "\xEF\xF0\xEE\xF1\xF2\xEE\xE9 \xF2\xE5\xEA\xF1\xF2 \xED\xE0 "
      "\xF0\xF3\xF1\xF1\xEA\xEE\xEC \xFF\xE7\xFB\xEA\xE5, "
      "\xEA\xEE\xF2\xEE\xF0\xFB\xE9 \xED\xE8\xF7\xE5\xE3\xEE \xED\xE5 "
      "\xE3\xEE\xE2\xEE\xF0\xE8\xF2.</p>";
  const HtmlBytes bytes(source);
  EXPECT_EQ(bytes.encoding(), "windows-1251");
  EXPECT_TRUE(bytes.text().starts_with("<p>Привет, мир!"));
}

struct Converted {
  std::string source;
  std::string expected;
};

TEST(HtmlBytes, AreValidUtf8WhateverTheyWere) {
  const std::vector<Converted> cases = {
      {"\xEF\xBB\xBFplain", "plain"},
      {"\xFF\xFEh\0\xE9\0"s, "hé"},
      {"\xFE\xFF\0h\xD8\x3D\xDE\x00"s, "h😀"},
      {"\xFE\xFF\0h\xD8\x3D\0x"s, "h\uFFFDx"},
      {"\xFE\xFF\0h\xD8\x3D"s, "h\uFFFD"},
      {"<meta charset=latin1>\x80\xE9", "<meta charset=latin1>€é"},
      {"<meta charset=sjis>\x93\xFA\x96\x7B", "<meta charset=sjis>日本"},
      {"<meta charset=iso-2022-jp>\x1B$BF|K\\\x1B(B!",
       "<meta charset=iso-2022-jp>日本!"},
      {"<meta charset=utf-8>a\xFFz", "<meta charset=utf-8>a\uFFFDz"},
      {"", ""},
  };
  for (const Converted& converted : cases) {
    const HtmlBytes bytes(converted.source);
    EXPECT_EQ(bytes.text(), converted.expected) << converted.source;
    EXPECT_TRUE(is_valid_utf8(bytes.text()));
  }
}

TEST(HtmlBytes, LeadBackToTheSource) {
  struct Case {
    std::string source;
    std::vector<size_t> offsets;
    std::vector<size_t> expected;
  };
  const std::vector<Case> cases = {
      {"abc", {0, 1, 3}, {0, 1, 3}},
      {"\xEF\xBB\xBF"
       "abc",
       {0, 3},
       {3, 6}},
      {"\xFF\xFE<\0\xE9\0>\0"s, {0, 1, 3, 4}, {2, 4, 6, 8}},
      // U+1F600 takes four bytes in both.
      {"\xFE\xFF\xD8\x3D\xDE\x00\0x"s, {0, 4, 5}, {2, 6, 8}},
      {"\xE9\xE9<", {0, 2, 4, 5}, {0, 1, 2, 3}},
      {"<meta charset=utf-8>a\xFFz", {20, 21, 24, 25}, {20, 21, 22, 23}},
      {"abc", {}, {}},
  };
  for (const Case& test : cases) {
    const HtmlBytes bytes(test.source);
    EXPECT_EQ(bytes.source_offsets(test.offsets), test.expected) << test.source;
  }
}

TEST(HtmlBytes, LeadBackOverManyBuffers) {
  // Each character takes one byte in windows-1252 and two in UTF-8.
  const std::string source =
      "<meta charset=latin1>" + std::string(100000, '\xE9') + "<p>";
  const HtmlBytes bytes(source);
  const size_t tag = bytes.text().rfind("<p>");
  ASSERT_EQ(tag, 21 + 200000u);
  const std::vector<size_t> expected = {21 + 25000, 21 + 100000, source.size()};
  EXPECT_EQ(bytes.source_offsets({21 + 50000, tag, bytes.text().size()}),
            expected);
}

}  // namespace
}  // namespace ibid
