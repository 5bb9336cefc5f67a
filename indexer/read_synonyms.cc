// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/read_synonyms.h"

#include <fmt/format.h>

#include <utility>

#include "index/database.h"
#include "index/error.h"
#include "indexer/read_source.h"

namespace ibid {
namespace {

std::string read_bytes(const std::string& file) {
  try {
    return read_file(file, kMaxSynonymFileBytes);
  } catch (const FileError& e) {
    throw Error(e.kind(), fmt::format("--synonyms {}: {}", file, e.what()),
                "it takes a file with one group a line: car, automobile");
  }
}

}  // namespace

SynonymsToKeep read_synonyms(const std::string& file) {
  if (file.empty()) return {Synonyms(), true, {}};
  SynonymsToKeep kept;
  Synonyms::Parsed parsed = Synonyms::parse(read_bytes(file));
  for (SynonymProblem& p : parsed.problems) {
    kept.diagnostics.push_back({Diagnostic::Severity::kError, file, p.line,
                                std::move(p.reason), std::move(p.hint)});
  }
  if (parsed.problems.empty() || !parsed.synonyms.empty()) {
    kept.synonyms = std::move(parsed.synonyms);
    kept.from_file = true;
  }
  return kept;
}

SynonymsToKeep or_old_synonyms(SynonymsToKeep kept, const std::string& path) {
  if (kept.synonyms) return kept;
  try {
    kept.synonyms = Database::synonyms_at(path);
  } catch (const Error& e) {
    // Damage is what a rebuild is for. No database has no synonyms.
    if (e.kind() == ErrorKind::kNotFound) return kept;
    kept.diagnostics.push_back(
        {Diagnostic::Severity::kWarning, path, 0,
         fmt::format("its synonyms, if it had any, are lost: {}", e.what()),
         "name them again: --synonyms FILE"});
  }
  return kept;
}

}  // namespace ibid
