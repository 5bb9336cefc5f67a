// SPDX-License-Identifier: GPL-3.0-or-later
// What the database knows of one article: one record, under one metadata key,
// written in the same commit as its passages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/hash.h"
#include "index/span.h"

namespace ibid {

struct Source {
  std::string name;
  std::optional<std::string> licence;  // as written; nullopt where none is

  bool operator==(const Source&) const = default;
};

// Where one passage stands in the source. The n-th entry of a record (from 1)
// is the passage ARTICLE-ID#n.
struct PassagePlace {
  Hash128 hash;             // content_hash of the passage
  uint32_t repeat = 0;      // how many entries before it have the same hash
  Span span;                // bytes in the source
  uint32_t line = 0;        // of its first byte, from 1
  uint64_t bytes_hash = 0;  // hash64 of the span's bytes
  bool exact = true;        // these bytes are the text
  std::string anchor;       // HTML id of its heading; empty: none

  bool operator==(const PassagePlace&) const = default;
};

struct ArticleRecord {
  std::string id;
  // Which root of the database (schema.h, Roots) the path is relative to; -1:
  // it came from stdin and has no path.
  int32_t root = -1;
  std::string path;  // relative to the root; empty: the root is the file itself
  Hash128 source_hash;    // of the article's bytes (JSONL: of its line)
  Hash128 settings_hash;  // of what else decided its passages: format, language
  std::string title;
  std::string updated;   // "YYYY-MM-DD"; empty: unknown
  std::string url;       // empty: none
  std::string language;  // normal form
  std::vector<std::string> tags;
  std::vector<Source> sources;
  std::vector<PassagePlace> passages;

  bool operator==(const ArticleRecord&) const = default;
};

// The metadata value. DO NOT CHANGE the bytes without raising kFormatVersion.
std::string encode_record(const ArticleRecord& record);

// Throws Error(kCorrupt) on any other bytes (it carries a checksum).
ArticleRecord decode_record(std::string_view data);

// The first fields alone, for passes over all records. Throws likewise.
struct RecordPlace {
  std::string id;
  int32_t root = -1;
  std::string path;
};
RecordPlace decode_place(std::string_view data);

// What ranking needs of a record, without its passages. Throws likewise.
struct RecordHead {
  std::string id;
  int32_t root = -1;
  std::string path;
  std::string updated;
  std::string language;
};
RecordHead decode_head(std::string_view data);

}  // namespace ibid
