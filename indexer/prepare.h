// SPDX-License-Identifier: GPL-3.0-or-later
// The part of indexing that depends on nothing but a file's bytes: reading,
// telling the format, parsing, cutting into passages. Done for several files
// (or lines of JSONL) at once, ahead of the run, which decides in order what of
// it is written. Thread-safe.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/article_record.h"
#include "index/hash.h"
#include "index/passage.h"
#include "indexer/article.h"
#include "indexer/formats/format.h"
#include "indexer/plan.h"
#include "indexer/read_source.h"

namespace ibid {

// An article as it is written, but for what only the run knows: in the record
// id, root, path and both hashes are empty, in the passages the article key.
struct PreparedArticle {
  ArticleRecord record;
  std::vector<StoredPassage> passages;  // those of record.passages
  size_t source_bytes = 0;
  Diagnostics of_reader;  // what the reader of the format met
  Diagnostics of_split;   // what had to be left out
  // The article is over a limit: FileError, and nothing else is filled.
  std::exception_ptr error;
};

// language: where the article does not say one. title: where it has none.
// Throws nothing but std::bad_alloc.
PreparedArticle prepare_article(Format format, std::string_view source,
                                const std::string& title,
                                const std::string& language);

struct PreparedFile {
  std::optional<Format> format;  // nullopt: not a text that ibid reads
  Hash128 hash;                  // of all its bytes
  // nullopt: JSONL, or no format, or the hash is that of its record.
  std::optional<PreparedArticle> article;
};

// Throws FileError where the file cannot be read. always: also where the file's
// bytes and settings are those of its record.
PreparedFile prepare_file(const FileTask& task, bool always);

// A line of a JSONL file, copied out of it.
struct SourceLine {
  std::string bytes;  // empty where it is too long
  Span span;          // in the file
  uint32_t number = 0;
  bool too_long = false;
};

struct PreparedLine {
  uint32_t number = 0;
  bool too_long = false;
  Hash128 hash;    // of the line's bytes
  Span span;       // in the file
  std::string id;  // without its root's prefix
  // nullopt: too long, or no article, of which the diagnostics tell.
  std::optional<PreparedArticle> article;
  Diagnostics diagnostics;
};

PreparedLine prepare_line(const SourceLine& line, const std::string& language);

// Of a format and a language, as an article's record keeps it.
Hash128 article_settings(Format format, const std::string& language);

}  // namespace ibid
