// SPDX-License-Identifier: GPL-3.0-or-later
// What a run did, for people and as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "index/error.h"
#include "index/file_record.h"
#include "indexer/article.h"
#include "indexer/compact.h"

namespace ibid {

struct Report {
  struct Articles {
    uint64_t added = 0;
    uint64_t changed = 0;
    uint64_t moved = 0;
    uint64_t removed = 0;
    uint64_t kept = 0;
    uint64_t failed = 0;   // named but missing, or not to be read
    uint64_t skipped = 0;  // entries of folders that are no articles
    uint64_t total = 0;    // in the database afterwards
  };
  struct Passages {
    uint64_t written = 0;
    uint64_t removed = 0;
    uint64_t total = 0;  // in the database afterwards
  };

  Articles articles;
  Passages passages;
  // Groups in the database afterwards, where the run was to say which.
  std::optional<uint64_t> synonym_groups;
  // Bytes of the database, where it was compacted at the end.
  std::optional<Compacted> compacted;
  Diagnostics diagnostics;  // in the order they came up
  uint64_t refused = 0;     // articles whose id another place has
  // The database as the run left it; nullopt where a later run must look at all
  // files again, see run_for_changes.
  std::optional<FileStat> left;
  double seconds = 0;
  bool dry_run = false;
};

Diagnostic error_in(const std::string& file, uint32_t line, std::string reason,
                    std::string hint);

// Notes an error that counts as one more failed article.
void fail(Report& report, Diagnostic diagnostic);

// Notes what a reader said of a file; each error counts likewise.
void note(Report& report, Diagnostics diagnostics, const std::string& file);

// Whether anything was reported that makes the exit 1.
bool has_failures(const Report& report);

// Whether anything in the database has changed that people would notice.
bool has_changes(const Report& report);

// One line, with a line end.
std::string print_report(const Report& report);

// The object of docs (see the man page), on one line, with a line end.
std::string print_report_json(const Report& report);

// "ibid-indexer: FILE:LINE: reason (hint)", with a line end.
std::string print_diagnostic(const Diagnostic& diagnostic, bool color);

// {"error":{...}}, with a line end.
std::string print_error_json(const Error& error);

}  // namespace ibid
