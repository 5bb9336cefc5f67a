// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/prepare.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <utility>

#include "index/language.h"
#include "index/text.h"
#include "indexer/split.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

// Of an empty file, of whatever format, read_text says so.
Article read_article(Format format, std::string_view source,
                     const std::string& title, Diagnostics& diagnostics) {
  if (trim(source).empty()) format = Format::kText;
  switch (format) {
    case Format::kMarkdown:
      return read_markdown(source, title, diagnostics);
    case Format::kHtml:
      return read_html(source, title, diagnostics);
    default:
      return read_text(source, title, diagnostics);
  }
}

std::optional<Format> format_of(const FileTask& task) {
  if (!task.format.empty()) return parse_format(task.format);
  return guess_format(task.file.path, read_head(task.file.path));
}

// start: where the article's bytes begin in the file.
std::vector<PassagePlace> places(const std::vector<Passage>& passages,
                                 std::string_view source, size_t start) {
  std::vector<PassagePlace> places;
  std::map<decltype(Hash128::bytes), uint32_t> repeats;
  // Pieces of one long block may all have its span, to be hashed once.
  Span hashed;
  uint64_t bytes_hash = hash64("");
  for (const Passage& passage : passages) {
    if (passage.span != hashed) {
      hashed = passage.span;
      bytes_hash = hash64(slice(source, hashed));
    }
    PassagePlace place;
    place.hash = content_hash(passage.stored);
    place.repeat = repeats[place.hash.bytes]++;
    place.span = {start + passage.span.start, start + passage.span.end};
    place.line = passage.line;
    place.bytes_hash = bytes_hash;
    place.exact = passage.exact;
    place.anchor = passage.anchor;
    places.push_back(std::move(place));
  }
  return places;
}

PreparedArticle cut(Article article, std::string_view source, size_t start,
                    const std::string& language) {
  PreparedArticle result;
  result.source_bytes = source.size();
  std::vector<Passage> passages = split(article, source, result.of_split);
  ArticleRecord& record = result.record;
  record.passages = places(passages, source, start);
  for (Passage& passage : passages) {
    result.passages.push_back(std::move(passage.stored));
  }
  record.title = std::move(article.title);
  record.updated = std::move(article.updated);
  record.url = std::move(article.url);
  record.language =
      is_language_code(article.language) ? article.language : language;
  record.tags = std::move(article.tags);
  record.sources = std::move(article.sources);
  return result;
}

bool is_as_recorded(const FileTask& task, const Hash128& hash) {
  return task.known != nullptr && task.known->settled &&
         task.known->hash == hash &&
         task.known->settings_hash == task.settings_hash;
}

}  // namespace

PreparedArticle prepare_article(Format format, std::string_view source,
                                const std::string& title,
                                const std::string& language) {
  Diagnostics diagnostics;
  PreparedArticle result;
  try {
    result = cut(read_article(format, source, title, diagnostics), source, 0,
                 language);
  } catch (const Error& e) {
    result.error =
        std::make_exception_ptr(FileError(e.kind(), e.what(), e.hint()));
  }
  result.of_reader = std::move(diagnostics);
  return result;
}

PreparedFile prepare_file(const FileTask& task, bool always) {
  PreparedFile result;
  result.format = format_of(task);
  if (!result.format) return result;
  if (*result.format == Format::kJsonl) {
    result.hash = hash_file(task.file.path);
    return result;
  }
  const std::string source = read_file(task.file.path, kMaxArticleBytes);
  result.hash = hash128(source);
  if (always || !is_as_recorded(task, result.hash)) {
    result.article = prepare_article(*result.format, source,
                                     fs::path(task.file.path).stem().string(),
                                     task.language);
  }
  return result;
}

PreparedLine prepare_line(const SourceLine& line, const std::string& language) {
  PreparedLine result;
  result.number = line.number;
  result.too_long = line.too_long;
  result.span = line.span;
  if (line.too_long) return result;
  result.hash = hash128(line.bytes);
  std::optional<Article> article = read_json_line(
      line.bytes, {0, line.bytes.size()}, line.number, result.diagnostics);
  if (!article) return result;
  result.id = article->id;
  result.article =
      cut(*std::move(article), line.bytes, line.span.start, language);
  return result;
}

Hash128 article_settings(Format format, const std::string& language) {
  return hash128(fmt::format("{}\n{}\n", format_name(format), language));
}

}  // namespace ibid
