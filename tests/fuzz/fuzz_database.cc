// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_database.h"

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <system_error>

#include "indexer/indexer.h"
#include "tests/fuzz/require.h"

namespace ibid {
namespace {

struct File {
  std::string_view name;
  std::string_view text;
};

constexpr File kFiles[] = {
    {"rust.txt", R"(What is Rust used for?

Last updated: April 1, 2026

Quick Answer: Rust is a language for systems, web services and the command
line. It was first released on 15 May 2015 by Graydon Hoare at Mozilla.

Key Facts

Rust has no garbage collector. C++ and C are its neighbours; e-mail, covid-19,
3.14 and 10:30 are words with marks.

How it works

Each value has one owner, because memory is freed when the owner goes.
This is why data races are found before the program runs.

1. Install the compiler.
2. Write `fn main() {}`.
3. Run it in Berlin, or in New York.

Related Questions

Is Rust fast?

Yes. It is about as fast as C, and 20 percent faster than Java.

Which companies use Rust?

Mozilla, Dropbox and Cloudflare use it. So do others.

Sources

1. The book MIT
)"},
    {"search.md", R"(---
title: "Inverted **indexes** \e[31m"
tags: [search, "a:(^"]
updated: 2025-12-31
---
# Inverted indexes

An index lists `words`, and for each the [documents](http://x) with it.

## Compression of "lists"

| code | bits |
|---|---|
| gamma | 2 log n |

## Steps

- Cut the text into words.
- Sort them <script>alert(1)</script>.
- Sort them again, and again, and again.
)"},
    {"haus.md",
     "---\nlang: de\n---\n# Häuser\n\nViele Häuser haben ein Dach. "
     "Straße, Größe, Übermut.\n"},
    {"cjk.txt",
     "索引\n\n転置索引は単語から文書を引く。東京 C++ と ภาษาไทย 한국어.\n"},
    {"evil.txt",
     "Evil\x1b]0;owned\x07 \x1b[31mred \u202erev \u2066iso\n\nText \xff\xfe "
     "with \xc3 broken \xed\xa0\x80 bytes\x9b"
     "2J, \u200d\u200b, a\u0301\u0302 "
     "and 🦀👩‍💻.\n\nOne more\x07 line of rust\x7f.\n"},
    {"empty.txt", ""},
    {"again.txt",
     "Again\n\nViele Häuser haben ein Dach.\n\nAn index lists "
     "words, and for each the documents with it.\n"},
    {"rows.jsonl",
     "{\"_id\":\"row 1\",\"title\":\"Rows\",\"text\":\"A row of rust\"}\n"
     "{\"_id\":\"row/2\\u0007\",\"title\":\"\",\"text\":\"\\u001b[2J row\"}\n"},
};

std::filesystem::path make_folder() {
  std::string pattern =
      std::filesystem::temp_directory_path() / "ibid-fuzz-XXXXXX";
  require(::mkdtemp(pattern.data()) != nullptr, "there is room for a folder");
  return pattern;
}

}  // namespace

FuzzDatabase::FuzzDatabase() : folder_(make_folder()) {
  const std::filesystem::path articles = folder_ / "articles";
  std::filesystem::create_directory(articles);
  IndexerOptions options;
  options.db = path();
  options.paths = {articles, articles / "rows.jsonl"};
  for (const File& file : kFiles) {
    std::ofstream(articles / file.name, std::ios::binary) << file.text;
  }
  const std::atomic<bool> stop{false};
  run_indexer(options, stop);
}

FuzzDatabase::~FuzzDatabase() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace ibid
