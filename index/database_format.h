// SPDX-License-Identifier: GPL-3.0-or-later
// What the reading and the writing side of index/database share. Not for
// others.
#pragma once

#include <xapian.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "index/database.h"

namespace ibid {

inline constexpr std::string_view kRebuildHint =
    "rebuild the database: ibid-indexer --rebuild";

// Throws the Error that fits where there is no readable database folder at
// path; Xapian's own errors do not tell these cases apart.
void check_location(const std::string& path);

// Throws Error(kCorrupt) where the folder holds what is left of a database that
// has lost its version file.
void check_version_file(const std::string& path);

// Throws Error(kUsage) where xapian-replicate keeps what is at path: the folder
// that it was given, or one of the two in there. It notices no writes of
// others, and goes on to change blocks that then mean something else.
void check_no_replica(const std::string& path);

// Whether the folder holds nothing but what a writer leaves that is killed
// while it makes a database, before anything is in it.
bool is_unfinished(const std::string& path);

// Throws Error(kVersion) unless these are the metadata of a database that this
// program understands; Error(kUsage) where they are those of no ibid database.
void check_format(const std::string& path, const std::string& format,
                  const std::string& settings);

std::vector<Root> parse_roots(const std::string& json);
std::string roots_json(const std::vector<Root>& roots);

// Of whatever has get_metadata.
MetadataReader metadata_of(const Xapian::Database& db);

// nullopt where there is none.
std::optional<FileRecord> read_file_record(const Xapian::Database& db,
                                           int32_t root, std::string_view path);
std::vector<FileRecord> read_file_records(const Xapian::Database& db);
// Document ids below the last that are those of no passage.
uint64_t count_gaps(const Xapian::Database& db);
uint64_t count_records(const Xapian::Database& db);

void visit_records(
    const Xapian::Database& db,
    const std::function<void(std::string_view, std::string_view)>& visit);

}  // namespace ibid
