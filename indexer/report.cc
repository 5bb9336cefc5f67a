// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "index/text.h"

namespace ibid {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json failures_json(const Diagnostics& diagnostics) {
  Json failures = Json::array();
  for (const Diagnostic& d : diagnostics) {
    if (d.severity != Diagnostic::Severity::kError) continue;
    failures.push_back({{"path", d.file},
                        {"line", d.line == 0 ? Json(nullptr) : Json(d.line)},
                        {"reason", d.reason},
                        {"hint", d.hint}});
  }
  return failures;
}

// " (2 added, 1 changed)", leaving out what is zero.
std::string counts(const Report::Articles& articles) {
  std::string out;
  const auto add = [&](uint64_t count, std::string_view what) {
    if (count == 0) return;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, what);
  };
  add(articles.added, "added");
  add(articles.changed, "changed");
  add(articles.moved, "moved");
  add(articles.kept, "unchanged");
  add(articles.failed, "failed");
  add(articles.skipped, "skipped");
  return out.empty() ? "" : " (" + out + ")";
}

}  // namespace

Diagnostic error_in(const std::string& file, uint32_t line, std::string reason,
                    std::string hint) {
  return {Diagnostic::Severity::kError, file, line, std::move(reason),
          std::move(hint)};
}

void fail(Report& report, Diagnostic diagnostic) {
  ++report.articles.failed;
  report.diagnostics.push_back(std::move(diagnostic));
}

void note(Report& report, Diagnostics diagnostics, const std::string& file) {
  for (Diagnostic& d : diagnostics) {
    d.file = file;
    if (d.severity == Diagnostic::Severity::kError) ++report.articles.failed;
    report.diagnostics.push_back(std::move(d));
  }
}

bool has_failures(const Report& report) {
  return report.articles.failed > 0 ||
         std::any_of(report.diagnostics.begin(), report.diagnostics.end(),
                     [](const Diagnostic& d) {
                       return d.severity == Diagnostic::Severity::kError;
                     });
}

bool has_changes(const Report& report) {
  const Report::Articles& articles = report.articles;
  return articles.added + articles.changed + articles.moved + articles.removed +
             report.passages.written + report.passages.removed >
         0;
}

std::string print_report(const Report& report) {
  const std::string synonyms =
      report.synonym_groups
          ? fmt::format("; synonym groups: {}", *report.synonym_groups)
          : "";
  const Report::Articles& articles = report.articles;
  const std::string compacted =
      report.compacted ? print_compacted(*report.compacted) : "";
  return fmt::format(
      "{}{} of {} passages in {} of {} articles; {} removed{}{}; {:.1f} s\n{}",
      report.dry_run ? "dry run, nothing written; " : "",
      report.passages.written, report.passages.total,
      articles.added + articles.changed + articles.moved, articles.total,
      articles.removed, counts(articles), synonyms, report.seconds, compacted);
}

std::string print_report_json(const Report& report) {
  const Report::Articles& a = report.articles;
  const Report::Passages& p = report.passages;
  Json json = {
      {"format", 1},
      {"articles",
       {{"added", a.added},
        {"changed", a.changed},
        {"moved", a.moved},
        {"removed", a.removed},
        {"kept", a.kept},
        {"failed", a.failed},
        {"skipped", a.skipped},
        {"total", a.total}}},
      {"passages",
       {{"written", p.written}, {"removed", p.removed}, {"total", p.total}}}};
  if (report.synonym_groups) {
    json["synonyms"] = {{"groups", *report.synonym_groups}};
  }
  if (report.compacted) {
    json["compacted"] = {{"before", report.compacted->bytes_before},
                         {"after", report.compacted->bytes_after}};
  }
  json["failures"] = failures_json(report.diagnostics);
  json["seconds"] = std::round(report.seconds * 1000) / 1000;
  return dump(json);
}

std::string print_diagnostic(const Diagnostic& diagnostic, bool color) {
  const bool error = diagnostic.severity == Diagnostic::Severity::kError;
  std::string place = diagnostic.file;
  if (diagnostic.line > 0) place += fmt::format(":{}", diagnostic.line);
  if (!place.empty()) place += ": ";
  const std::string kind = error ? "error" : "warning";
  const std::string shown =
      color ? fmt::format("\x1b[{}m{}\x1b[0m", error ? "31" : "33", kind)
            : kind;
  const std::string hint =
      diagnostic.hint.empty() ? "" : fmt::format(" ({})", diagnostic.hint);
  return fmt::format("ibid-indexer: {}: {}{}{}\n", shown, printable(place),
                     printable(diagnostic.reason), printable(hint));
}

std::string print_error_json(const Error& error) {
  return dump({{"error",
                {{"kind", error_kind_name(error.kind())},
                 {"message", error.what()},
                 {"hint", error.hint()}}}});
}

}  // namespace ibid
