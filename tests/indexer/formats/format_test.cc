// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/format.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace ibid {
namespace {

TEST(Format, ReadsAndWritesItsNames) {
  for (const Format format :
       {Format::kText, Format::kMarkdown, Format::kHtml, Format::kJsonl})
    EXPECT_EQ(parse_format(format_name(format)), format);
  EXPECT_EQ(parse_format("markdown"), Format::kMarkdown);
  for (const std::string_view name :
       {"", "auto", "Text", "md", "json", "text "})
    EXPECT_EQ(parse_format(name), std::nullopt) << name;
}

struct Case {
  std::string_view path;
  std::string_view bytes;
  std::optional<Format> expected;
};

constexpr std::string_view kProse = "Some words, and more of them.\n";
constexpr std::string_view kBinary(
    "\x7F"
    "ELF\x02\x01\0\0\0",
    9);

void expect_formats(const std::vector<Case>& cases) {
  for (const Case& c : cases)
    EXPECT_EQ(guess_format(c.path, c.bytes), c.expected) << c.path;
}

TEST(Format, TrustsTheEndingsThatItKnows) {
  expect_formats({
      {"a.txt", kProse, Format::kText},
      {"/x/A.TXT", kBinary, Format::kText},
      {"a.text", "", Format::kText},
      {"a.b/notes.md", "<html>", Format::kMarkdown},
      {"a.markdown", kProse, Format::kMarkdown},
      {"a.mkd", kProse, Format::kMarkdown},
      {"README.md", kProse, Format::kMarkdown},
      {"a.html", kProse, Format::kHtml},
      {"a.HTM", kProse, Format::kHtml},
      {"a.xhtml", kProse, Format::kHtml},
      {"a.jsonl", kProse, Format::kJsonl},
      {"a.ndjson", kProse, Format::kJsonl},
  });
}

TEST(Format, LeavesOutCodeDataAndBinaries) {
  for (const std::string_view path :
       {"a.cc",           "a.PY",  "a.js",   "a.css",   "a.json", "a.xml",
        "a.yaml",         "a.png", "a.jpg",  "a.pdf",   "a.zip",  "a.txt.gz",
        "a.so",           "a.o",   "a.woff", "a.woff2", "a.svg",  "Makefile",
        "src/Dockerfile", "a.docx"})
    EXPECT_EQ(guess_format(path, kProse), std::nullopt) << path;
}

TEST(Format, LooksAtTheBytesOfEverythingElse) {
  expect_formats({
      {"README", kProse, Format::kText},
      {"LICENSE", "", Format::kText},
      {"a.rst", kProse, Format::kText},
      {"a.org", kProse, Format::kText},
      {"a.adoc", kProse, Format::kText},
      {"a.tex", kProse, Format::kText},
      {"a.log", kProse, Format::kText},
      {"a.csv", kProse, Format::kText},
      {"ls.1", kProse, Format::kText},
      {"a.rst", kBinary, std::nullopt},
      {"libx.so.6", kBinary, std::nullopt},
      {"a.out", kBinary, std::nullopt},
      {"notes.d/plan", kProse, Format::kText},
      {".profile", kProse, Format::kText},
      {"a.", kProse, Format::kText},
      {"", kProse, Format::kText},
      {"page", "<!DOCTYPE html><p>x", Format::kHtml},
      {"page", "\xEF\xBB\xBF \n<!-- x -->\n<HTML lang=en>", Format::kHtml},
      {"page", "<?xml version='1.0'?>\n<html xmlns='x'>", Format::kHtml},
      {"page", "Say <html> and <!doctype html> to it.", Format::kText},
      {"feed", "<?xml version='1.0'?>\n<rss/>", std::nullopt},
      {"run", "#!/bin/sh\necho\n", std::nullopt},
  });
}

TEST(Format, TellsTextFromBinary) {
  std::string latin1;
  for (int i = 0; i < 100; ++i) latin1 += "d\xE9j\xE0 vu et entendu, ";
  std::string cjk;
  while (cjk.size() < 9000) cjk += "\xE4\xB8\xAD";  // cut within a character
  std::string noise;
  for (int i = 0; i < 500; ++i) noise += static_cast<char>(0x80 + i % 64);
  const std::string utf16("\xFF\xFEh\0i\0", 6);
  const std::string big("\xFE\xFF\0h\0i", 6);
  expect_formats({
      {"a", latin1, Format::kText},
      {"a", cjk, Format::kText},
      {"a", cjk.substr(0, 8191), Format::kText},
      {"a", noise, std::nullopt},
      {"a", utf16, Format::kText},
      {"a", big, Format::kText},
      {"a", std::string_view("abc\0def", 7), std::nullopt},
      {"a", "N\bNA\bAM\bME\bE \x1B[1mx\x1B[0m", Format::kText},
      {"a", "\x01\x02\x03 abc", std::nullopt},
  });
}

}  // namespace
}  // namespace ibid
