// SPDX-License-Identifier: GPL-3.0-or-later
// The YAML is parsed from lines of our own making, so that its line numbers are
// ours; byte offsets are never taken from yaml-cpp but searched for in the
// source.
#include "indexer/formats/front_matter.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "index/language.h"
#include "indexer/formats/format.h"
#include "indexer/formats/front_matter_yaml.h"
#include "indexer/formats/parts.h"

namespace ibid {
namespace {

bool is_mark(std::string_view source, const Line& line, bool may_be_dots) {
  const std::string_view text = slice(source, line.span);
  const std::string_view marks = text.substr(0, 3);
  return (marks == "---" || (may_be_dots && marks == "...")) &&
         trim(text.substr(3)).empty();
}

class FrontMatterReader {
 public:
  FrontMatterReader(std::string_view source, const std::vector<Line>& lines,
                    size_t end_line, Article& article, Diagnostics& diagnostics)
      : source_(source),
        lines_(lines),
        end_line_(end_line),
        article_(article),
        diagnostics_(diagnostics) {}

  // False: what stands between the marks is no front matter but text.
  bool read() {
    YamlMapping yaml = read_yaml_mapping(text());
    if (yaml.problem) return complain(*yaml.problem);
    if (!yaml.is_mapping) return is_empty();
    entries_ = std::move(yaml.entries);
    apply();
    return true;
  }

 private:
  // The lines between the marks, joined by LF alone, so that yaml-cpp's
  // line numbers are ours whatever the line ends. The last has none: yaml-cpp
  // takes a line end before the end of the text for the missing end of a quote.
  // It guesses UTF-16 from NUL bytes.
  std::string text() const {
    std::string yaml;
    for (size_t at = 1; at + 1 < end_line_; ++at) {
      yaml += to_valid_utf8(slice(source_, lines_[at].span));
      yaml += '\n';
    }
    while (!yaml.empty() && is_space(yaml.back())) yaml.pop_back();
    std::replace(yaml.begin(), yaml.end(), '\0', ' ');
    return yaml;
  }

  bool is_empty() const {
    for (size_t at = 1; at + 1 < end_line_; ++at) {
      const std::string_view line = trim(slice(source_, lines_[at].span));
      if (!line.empty() && line[0] != '#') return false;
    }
    return true;
  }

  // Prose between two rules seldom parses as YAML either: it is told from
  // front matter by its first line, which has no key. False: it is prose.
  bool complain(const YamlProblem& problem) {
    if (problem.is_syntax && !has_key(lines_[1])) return false;
    // Line 0 of the YAML is the second of the file.
    const size_t line = std::min(problem.line + 1, lines_.size() - 1);
    diagnostics_.push_back({Diagnostic::Severity::kError, "",
                            lines_[line].number, problem.reason, problem.hint});
    return true;
  }

  bool has_key(const Line& line) const {
    return slice(source_, line.span).find(':') != std::string_view::npos;
  }

  // The first of the keys that has text.
  const YamlEntry* find(std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
      for (const YamlEntry& entry : entries_) {
        if (entry.key != key) continue;
        if (!entry.is_other && !entry.texts.empty()) return &entry;
        if (entry.is_other) warn(entry, "is neither text nor a list of texts");
      }
    }
    return nullptr;
  }

  void warn(const YamlEntry& entry, std::string_view what) {
    diagnostics_.push_back(
        {Diagnostic::Severity::kWarning, "", lines_[entry.line + 1].number,
         "'" + entry.key + "' in the front matter " + std::string(what),
         "it was ignored"});
  }

  std::string text_of(std::initializer_list<std::string_view> keys) {
    const YamlEntry* entry = find(keys);
    if (!entry) return "";
    if (!entry->is_list) return collapse_space(entry->texts.front());
    warn(*entry, "is a list, not one text");
    return "";
  }

  void apply() {
    article_.title = text_of({"title"});
    article_.url = text_of({"url", "canonical_url"});
    article_.language = normal_language(text_of({"lang", "language"}));
    if (const YamlEntry* date =
            find({"updated", "last_modified", "lastmod", "modified", "date"})) {
      set_updated(article_, date->texts.front(), lines_[date->line + 1].number,
                  diagnostics_);
    }
    apply_tags();
    apply_description();
  }

  void apply_tags() {
    const YamlEntry* tags = find({"tags"});
    if (!tags) return;
    for (const std::string& text : tags->texts) {
      for (size_t at = 0; at <= text.size();) {
        const size_t comma = tags->is_list ? text.npos : text.find(',', at);
        const size_t end = std::min(comma, text.size());
        std::string tag = collapse_space(text.substr(at, end - at));
        if (!tag.empty()) article_.tags.push_back(std::move(tag));
        at = end + 1;
      }
    }
  }

  void apply_description() {
    const YamlEntry* entry = find({"description"});
    if (!entry) return;
    const std::string text(trim(entry->texts.front()));
    if (entry->is_list || text.empty()) return;
    Section section;
    section.kind = PassageKind::kQuickAnswer;
    section.blocks.push_back(description_block(*entry, text));
    article_.sections.push_back(std::move(section));
  }

  // The value's own bytes where they stand in the source, else its lines, key
  // and all, with the text that they mean.
  Block description_block(const YamlEntry& entry,
                          const std::string& text) const {
    const size_t first = entry.line + 1;
    const Span lines = lines_of(first);
    const size_t key_end = lines.start + entry.key.size();
    const size_t found = source_.substr(0, lines.end).find(text, key_end);
    Block block;
    block.line = lines_[first].number;
    block.span = lines;
    if (found == source_.npos) {
      block.text = collapse_space(text);
      return block;
    }
    block.span = {found, found + text.size()};
    for (size_t at = first; lines_[at].span.end < found; ++at) {
      block.line = lines_[at + 1].number;
    }
    return block;
  }

  // From the line of an entry to the last before the next one, without blank
  // lines and comments at its end.
  Span lines_of(size_t first) const {
    size_t last = end_line_ - 2;
    for (const YamlEntry& entry : entries_) {
      const size_t line = entry.line + 1;
      if (line > first) last = std::min(last, line - 1);
    }
    while (last > first) {
      const std::string_view line = trim(slice(source_, lines_[last].span));
      if (!line.empty() && line[0] != '#') break;
      --last;
    }
    return {lines_[first].span.start, lines_[last].span.end};
  }

  std::string_view source_;
  const std::vector<Line>& lines_;
  size_t end_line_;  // index after the closing mark
  Article& article_;
  Diagnostics& diagnostics_;
  std::vector<YamlEntry> entries_;
};

}  // namespace

size_t read_front_matter(std::string_view source,
                         const std::vector<Line>& lines, Article& article,
                         Diagnostics& diagnostics) {
  if (lines.size() < 2 || !is_mark(source, lines[0], false)) return 0;
  if (trim(slice(source, lines[1].span)).empty()) return 0;
  size_t end = 1;
  while (end < lines.size() && !is_mark(source, lines[end], true)) ++end;
  if (end == lines.size()) return 0;
  const size_t size = lines[end].span.end - lines[0].span.start;
  if (size > kMaxFrontMatterBytes) {
    if (slice(source, lines[1].span).find(':') == source.npos) return 0;
    diagnostics.push_back({Diagnostic::Severity::kError, "", lines[0].number,
                           "front matter is too long to be read",
                           "at most " + std::to_string(kMaxFrontMatterBytes) +
                               " bytes are read"});
    return end + 1;
  }
  FrontMatterReader reader(source, lines, end + 1, article, diagnostics);
  return reader.read() ? end + 1 : 0;
}

}  // namespace ibid
