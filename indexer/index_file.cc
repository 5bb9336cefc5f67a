// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/index_file.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "index/error.h"
#include "index/language.h"
#include "index/output.h"
#include "index/text.h"
#include "indexer/formats/format.h"
#include "indexer/read_source.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// Throws FileError where the article is over a limit. Of an empty file, of
// whatever format, read_text says so.
Article read_article(Format format, std::string_view source,
                     const std::string& title, Diagnostics& diagnostics) {
  if (trim(source).empty()) format = Format::kText;
  try {
    switch (format) {
      case Format::kMarkdown:
        return read_markdown(source, title, diagnostics);
      case Format::kHtml:
        return read_html(source, title, diagnostics);
      default:
        return read_text(source, title, diagnostics);
    }
  } catch (const Error& e) {
    throw FileError(e.kind(), e.what(), e.hint());
  }
}

}  // namespace

FileIndexer::FileIndexer(const IndexerOptions& options,
                         const std::atomic<bool>& stop, const Roots& roots,
                         Update& update, Report& report)
    : options_(options),
      stop_(stop),
      roots_(roots),
      update_(update),
      report_(report) {}

void FileIndexer::index_file(const FoundFile& file) {
  const std::optional<Format> format = format_of(file);
  if (!format) {
    if (!file.named) {
      ++report_.articles.skipped;
      return;
    }
    fail(report_,
         {Diagnostic::Severity::kError, file.path, 0,
          "not a text that ibid reads", "name its format with --format"});
    return;
  }
  if (*format == Format::kJsonl) {
    index_lines(file);
    return;
  }
  const std::string source = read_file(file.path, kMaxArticleBytes);
  Origin origin = origin_of(file, *format, source);
  origin.id = roots_.id(file.root, file.relative);
  if (!update_.wants(origin)) return;
  const std::string title = fs::path(file.path).stem().string();
  put(*format, source, title, origin);
}

std::optional<Format> FileIndexer::format_of(const FoundFile& file) {
  if (options_.format) return options_.format;
  const std::string head = read_head(file.path);
  return guess_format(file.path, head);
}

Origin FileIndexer::origin_of(const FoundFile& file, Format format,
                              std::string_view source) const {
  Origin origin;
  origin.shown = file.path;
  origin.root = file.root;
  origin.relative = file.relative;
  origin.stat = file.stat;
  origin.source_hash = hash128(source);
  origin.settings_hash = settings_hash(format);
  return origin;
}

Hash128 FileIndexer::settings_hash(Format format) const {
  return hash128(
      fmt::format("{}\n{}\n", format_name(format), options_.language));
}

void FileIndexer::put(Format format, std::string_view source,
                      const std::string& title, const Origin& origin) {
  Diagnostics diagnostics;
  Article article = read_article(format, source, title, diagnostics);
  note(report_, std::move(diagnostics), origin.shown);
  store(std::move(article), origin, source);
}

void FileIndexer::store(Article article, const Origin& origin,
                        std::string_view source) {
  if (!is_language_code(article.language)) {
    article.language = options_.language;
  }
  update_.put(article, origin, source);
  if (options_.verbose) {
    tell(printable(origin.shown) + "\n");
  }
}

void FileIndexer::index_lines(const FoundFile& file) {
  const std::string prefix = roots_.prefix(file.root);
  each_line(file.path, kMaxJsonLineBytes, [&](const FileLine& line) {
    index_line(file, line, prefix);
    return !stop_;
  });
}

void FileIndexer::index_line(const FoundFile& file, const FileLine& line,
                             const std::string& prefix) {
  if (line.too_long) {
    fail(report_,
         {Diagnostic::Severity::kError, file.path, line.number,
          fmt::format("the line is longer than {} MB", kMaxJsonLineBytes >> 20),
          "split the article"});
    return;
  }
  if (line.bytes.find_first_not_of(" \t\r") == std::string_view::npos) {
    return;
  }
  Diagnostics diagnostics;
  std::optional<Article> article = read_json_line(
      line.bytes, {0, line.bytes.size()}, line.number, diagnostics);
  note(report_, std::move(diagnostics), file.path);
  if (!article) return;
  Origin origin = origin_of(file, Format::kJsonl, line.bytes);
  origin.id = prefix + article->id;
  origin.line = line.number;
  origin.start = line.span.start;
  if (update_.wants(origin)) store(std::move(*article), origin, line.bytes);
}

void FileIndexer::index_stdin() {
  const std::string source = read_stdin(kMaxArticleBytes);
  Format format =
      options_.format.value_or(guess_format(options_.id, source.substr(0, 4096))
                                   .value_or(Format::kText));
  if (format == Format::kJsonl) format = Format::kText;
  Origin origin;
  origin.shown = "-";
  origin.id = options_.id;
  origin.stat.size = source.size();
  origin.source_hash = hash128(source);
  origin.settings_hash = settings_hash(format);
  if (update_.wants(origin)) put(format, source, options_.id, origin);
}

}  // namespace ibid
