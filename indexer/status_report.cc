// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/status_report.h"

#include <fmt/format.h>

#include <ctime>
#include <nlohmann/json.hpp>

#include "index/text.h"
#include "indexer/database_files.h"

namespace ibid {
namespace {

using Json = nlohmann::ordered_json;

// "2026-04-01T12:00:00Z"; empty for 0.
std::string utc(int64_t ns) {
  if (ns == 0) return "";
  const std::time_t seconds = ns / 1'000'000'000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                     parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

std::string options_text(const RootOptions& options) {
  std::string text;
  for (const std::string& glob : options.include) {
    text += " --include " + glob;
  }
  for (const std::string& glob : options.exclude) {
    text += " --exclude " + glob;
  }
  if (!options.format.empty()) text += " --format " + options.format;
  if (!options.language.empty()) text += " --language " + options.language;
  return text.empty() ? "" : ";" + text;
}

std::string root_text(const RootStatus& status) {
  const Root& root = status.root;
  std::string line = root.path.empty() ? "stdin" : root.path;
  if (!root.name.empty()) line += fmt::format(" (as {}/)", root.name);
  line += fmt::format(": {} articles, {} passages", status.articles,
                      status.passages);
  if (!root.path.empty()) {
    line +=
        fmt::format(", {} files, {}", status.files, bytes_text(status.bytes));
    if (!root.whole) line += "; only files that were named";
  }
  if (status.read_ns != 0) line += "; read " + utc(status.read_ns);
  if (status.missing) line += "; MISSING";
  return printable(line + options_text(root.options)) + "\n";
}

std::string shard_text(const ShardStatus& shard) {
  if (!shard.number) return printable("shard: " + shard.path) + ": MISSING\n";
  std::string line = fmt::format("shard {}: {}: {} passages", *shard.number,
                                 shard.path, shard.passages);
  if (shard.bytes > 0) line += ", " + bytes_text(shard.bytes);
  if (shard.updated_ns > 0) line += "; updated " + utc(shard.updated_ns);
  return printable(line) + "\n";
}

Json shards_json(const std::vector<ShardStatus>& shards) {
  Json json = Json::array();
  for (const ShardStatus& shard : shards) {
    json.push_back({{"number", shard.number ? Json(*shard.number) : Json()},
                    {"path", shard.path},
                    {"missing", or_null(shard.missing)},
                    {"passages", shard.passages},
                    {"bytes", shard.bytes},
                    {"updated", or_null(utc(shard.updated_ns))}});
  }
  return json;
}

std::string changes_text(const Report& changes) {
  const Report::Articles& a = changes.articles;
  const uint64_t all = a.added + a.changed + a.moved + a.removed + a.failed;
  if (all == 0) return "on the disk: nothing has changed\n";
  return fmt::format(
      "on the disk: {} added, {} changed, {} moved, {} gone, {} failed; update "
      "with ibid-indexer\n",
      a.added, a.changed, a.moved, a.removed, a.failed);
}

Json root_json(const RootStatus& status) {
  const Root& root = status.root;
  return {{"path", or_null(root.path)},
          {"name", or_null(root.name)},
          {"whole", root.whole},
          {"missing", status.missing},
          {"files", status.files},
          {"articles", status.articles},
          {"passages", status.passages},
          {"bytes", status.bytes},
          {"read", or_null(utc(status.read_ns))},
          {"options",
           {{"include", root.options.include},
            {"exclude", root.options.exclude},
            {"format", or_null(root.options.format)},
            {"language", or_null(root.options.language)}}}};
}

}  // namespace

Diagnostics problems_of(const StatusReport& report) {
  Diagnostics problems;
  for (const ShardStatus& shard : report.shards) {
    if (shard.missing.empty()) continue;
    problems.push_back(error_in(shard.path, 0, shard.missing,
                                "mount its disk, or put a copy back"));
  }
  if (report.changes) {
    for (const Diagnostic& d : report.changes->diagnostics) {
      if (d.severity == Diagnostic::Severity::kError) problems.push_back(d);
    }
    return problems;
  }
  for (const RootStatus& status : report.roots) {
    if (!status.missing) continue;
    problems.push_back(error_in(
        status.root.path, 0, "is not there any more",
        "mount the disk if it is not there; --remove PATH forgets it"));
  }
  return problems;
}

std::string print_status(const StatusReport& report) {
  std::string text = printable(report.db) + "\n";
  text += fmt::format(
      "{} articles, {} passages; {}; updated {}; format {}, analysis {}\n",
      report.articles, report.passages, bytes_text(report.bytes),
      utc(report.updated_ns), report.format_version, report.analysis_version);
  for (const ShardStatus& shard : report.shards) text += shard_text(shard);
  for (const RootStatus& root : report.roots) text += root_text(root);
  if (report.changes) text += changes_text(*report.changes);
  return text;
}

std::string print_status_json(const StatusReport& report) {
  Json roots = Json::array();
  for (const RootStatus& root : report.roots) roots.push_back(root_json(root));
  Json json = {{"format", 1},
               {"db", report.db},
               {"versions",
                {{"format", report.format_version},
                 {"analysis", report.analysis_version}}},
               {"articles", report.articles},
               {"passages", report.passages},
               {"bytes", report.bytes},
               {"updated", or_null(utc(report.updated_ns))},
               {"languages", report.languages},
               {"roots", roots}};
  if (!report.shards.empty()) json["shards"] = shards_json(report.shards);
  if (report.changes) {
    const Report::Articles& a = report.changes->articles;
    json["changes"] = {{"added", a.added},    {"changed", a.changed},
                       {"moved", a.moved},    {"gone", a.removed},
                       {"kept", a.kept},      {"failed", a.failed},
                       {"skipped", a.skipped}};
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ibid
