// SPDX-License-Identifier: GPL-3.0-or-later
// From one file, or stdin, to its articles in the database: tells the format,
// reads, and hands on to update.h what it asks for.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/options.h"
#include "indexer/read_source.h"
#include "indexer/report.h"
#include "indexer/roots.h"
#include "indexer/scan.h"
#include "indexer/update.h"

namespace ibid {

class FileIndexer {
 public:
  // All outlive the indexer. stop: ends a file of many articles early.
  FileIndexer(const IndexerOptions& options, const std::atomic<bool>& stop,
              const Roots& roots, Update& update, Report& report);

  // Both throw FileError where the source cannot be read or is over a limit,
  // and Error where the run cannot go on.
  void index_file(const FoundFile& file);
  void index_stdin();

 private:
  std::optional<Format> format_of(const FoundFile& file);
  Origin origin_of(const FoundFile& file, Format format,
                   std::string_view source) const;
  Hash128 settings_hash(Format format) const;
  void put(Format format, std::string_view source, const std::string& title,
           const Origin& origin);
  void store(Article article, const Origin& origin, std::string_view source);
  void index_lines(const FoundFile& file);
  void index_line(const FoundFile& file, const FileLine& line,
                  const std::string& prefix);

  const IndexerOptions& options_;
  const std::atomic<bool>& stop_;
  const Roots& roots_;
  Update& update_;
  Report& report_;
};

}  // namespace ibid
