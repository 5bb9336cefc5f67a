// SPDX-License-Identifier: GPL-3.0-or-later
// The stored form is lines of name=value, a blank line, the text: what
// xapian-delve and quest print can be read, and Omega's templates can take it
// apart. The first line carries a checksum of the rest.
//
//   ibid=01234567
//   article=ARTICLE-KEY
//   kind=question                (left out for sections)
//   title=What is Rust used for
//   heading=Server Back Ends        (one line a level)
//   question=...                    (related questions only)
//   markup=markdown                 (where the text is Markdown)
//
//   TEXT
#include "index/passage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "index/error.h"

namespace ibid {
namespace {

constexpr std::array<std::string_view, 3> kKindNames = {"quick_answer",
                                                        "section", "question"};
constexpr std::string_view kFirstLine = "ibid=";
constexpr size_t kFirstLineBytes = kFirstLine.size() + 8 + 1;

// Values are one line each; readers collapse white space already, this keeps
// the form whole whatever comes.
void append_line(std::string& out, std::string_view name,
                 std::string_view value) {
  out += name;
  out += '=';
  for (const char c : value) out += c == '\n' || c == '\r' ? ' ' : c;
  out += '\n';
}

// All but the article key: what content_hash is made of.
std::string encode_content(const StoredPassage& passage) {
  std::string out;
  if (passage.kind != PassageKind::kSection) {
    append_line(out, "kind", passage_kind_name(passage.kind));
  }
  append_line(out, "title", passage.title);
  for (const std::string& heading : passage.headings) {
    append_line(out, "heading", heading);
  }
  if (!passage.question.empty()) {
    append_line(out, "question", passage.question);
  }
  if (passage.markup == Markup::kMarkdown) {
    append_line(out, "markup", "markdown");
  }
  out += '\n';
  out += passage.text;
  return out;
}

std::string checksum_line(std::string_view rest) {
  return fmt::format("{}{:08x}\n", kFirstLine, hash64(rest) >> 32);
}

[[noreturn]] void fail() {
  throw Error(ErrorKind::kCorrupt, "a stored passage is damaged",
              "rebuild the database: ibid-indexer --rebuild");
}

void set_field(StoredPassage& passage, std::string_view name,
               std::string_view value) {
  if (name == "article") {
    passage.article_key = value;
  } else if (name == "kind") {
    const auto kind = parse_passage_kind(value);
    if (!kind) fail();
    passage.kind = *kind;
  } else if (name == "title") {
    passage.title = value;
  } else if (name == "heading") {
    passage.headings.emplace_back(value);
  } else if (name == "question") {
    passage.question = value;
  } else if (name == "markup" && value == "markdown") {
    passage.markup = Markup::kMarkdown;
  } else {
    fail();
  }
}

}  // namespace

std::string_view passage_kind_name(PassageKind kind) {
  return kKindNames[static_cast<size_t>(kind)];
}

std::optional<PassageKind> parse_passage_kind(std::string_view name) {
  const auto* found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found == kKindNames.end()) return std::nullopt;
  return static_cast<PassageKind>(found - kKindNames.begin());
}

Hash128 content_hash(const StoredPassage& passage) {
  return hash128(encode_content(passage));
}

std::string encode_passage(const StoredPassage& passage) {
  std::string rest;
  append_line(rest, "article", passage.article_key);
  rest += encode_content(passage);
  return checksum_line(rest) + rest;
}

Hash128 stored_content_hash(std::string_view data) {
  const size_t article = data.find('\n');
  const size_t content = data.find('\n', article + 1);
  return hash128(data.substr(std::min(content, data.size() - 1) + 1));
}

StoredPassage decode_passage(std::string_view data) {
  if (data.size() < kFirstLineBytes) fail();
  std::string_view rest = data.substr(kFirstLineBytes);
  if (data.substr(0, kFirstLineBytes) != checksum_line(rest)) fail();
  StoredPassage passage;
  while (true) {
    const size_t end = rest.find('\n');
    if (end == std::string_view::npos) fail();
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line.empty()) break;
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) fail();
    set_field(passage, line.substr(0, equals), line.substr(equals + 1));
  }
  passage.text = rest;
  return passage;
}

}  // namespace ibid
