// SPDX-License-Identifier: GPL-3.0-or-later
// A wrong shape of _id, title or text makes the line no article; one of an
// optional field only leaves the field out, with a warning.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/language.h"
#include "index/text.h"
#include "indexer/formats/format.h"
#include "indexer/formats/jsonl_parse.h"
#include "indexer/formats/parts.h"

namespace ibid {
namespace {

using Json = nlohmann::json;

// The pieces of text between blank lines, without white space at their ends
// (but with the indentation of their first line).
std::vector<std::string_view> paragraphs(std::string_view text) {
  std::vector<std::string_view> pieces;
  Span piece;
  for (const Line& line : split_lines(text)) {
    const bool blank = trim(slice(text, line.span)).empty();
    if (blank && !piece.empty()) pieces.push_back(slice(text, piece));
    if (blank) {
      piece = {};
    } else {
      if (piece.empty()) piece.start = line.span.start;
      piece.end = trim(text, line.span).end;
    }
  }
  if (!piece.empty()) pieces.push_back(slice(text, piece));
  return pieces;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

std::string wrong_type(std::string_view what, std::string_view expected,
                       const Json& value) {
  return fmt::format("{} must be {}; found {}", what, expected,
                     value.type_name());
}

class LineReader {
 public:
  LineReader(const Json& object, Span span, uint32_t line,
             Diagnostics& diagnostics)
      : object_(object), span_(span), line_(line), diagnostics_(diagnostics) {}

  std::optional<Article> read() {
    if (!read_id() || !read_title() || !read_text()) return std::nullopt;
    if (const auto updated = optional_text("updated")) {
      set_updated(article_, *updated, line_, diagnostics_);
    }
    article_.url = collapse_space(optional_text("url").value_or(""));
    article_.language = normal_language(optional_text("lang").value_or(""));
    read_tags();
    read_questions();
    read_sources();
    return std::move(article_);
  }

 private:
  void tell(Diagnostic::Severity severity, std::string reason,
            std::string_view hint) {
    diagnostics_.push_back(
        {severity, "", line_, std::move(reason), std::string(hint)});
  }

  bool fail(std::string reason, std::string_view hint) {
    tell(Diagnostic::Severity::kError, std::move(reason), hint);
    return false;
  }

  void warn(std::string reason, std::string_view hint) {
    tell(Diagnostic::Severity::kWarning, std::move(reason), hint);
  }

  // nullptr where the key is missing or its value is null.
  const Json* find(const char* key) const {
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

  bool read_id() {
    const Json* id = find("_id");
    if (!id) {
      return fail("\"_id\" is missing",
                  object_.contains("id")
                      ? "rename \"id\" to \"_id\""
                      : "give each article an \"_id\" of its own");
    }
    if (!id->is_string() && !id->is_number_integer()) {
      return fail(wrong_type("\"_id\"", "a string or an integer", *id),
                  "write it in quotes");
    }
    article_.id = id->is_string() ? id->get<std::string>() : id->dump();
    if (collapse_space(article_.id).empty()) {
      return fail("\"_id\" is empty", "give each article an \"_id\"");
    }
    if (std::ranges::any_of(article_.id, is_control)) {
      return fail("\"_id\" holds a line end or another control character",
                  "use an \"_id\" of one line");
    }
    return true;
  }

  bool read_title() {
    const Json* title = find("title");
    if (title && !title->is_string()) {
      return fail(wrong_type("\"title\"", "a string", *title),
                  "write it in quotes");
    }
    if (title) article_.title = collapse_space(title->get<std::string>());
    if (article_.title.empty()) article_.title = collapse_space(article_.id);
    return true;
  }

  bool read_text() {
    const Json* text = find("text");
    if (text && !text->is_string()) {
      return fail(wrong_type("\"text\"", "a string", *text),
                  "join its parts to one string, with blank lines between");
    }
    Section section;
    if (text) add_blocks(section, text->get_ref<const std::string&>());
    if (section.blocks.empty()) {
      warn("the article has no text", "put it into \"text\"");
      return true;
    }
    article_.sections.push_back(std::move(section));
    return true;
  }

  void add_blocks(Section& section, std::string_view text) const {
    for (const std::string_view piece : paragraphs(text)) {
      Block block;
      block.span = span_;
      block.line = line_;
      block.text = std::string(piece);
      section.blocks.push_back(std::move(block));
    }
  }

  std::optional<std::string> optional_text(const char* key) {
    const Json* value = find(key);
    if (!value) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    warn(wrong_type(fmt::format("\"{}\"", key), "a string", *value),
         "the field was ignored");
    return std::nullopt;
  }

  // Calls read with each element of an array; warns of the first that read
  // does not take, since thousands may follow.
  template <class Read>
  void each(const char* key, std::string_view expected, const Read& read) {
    const Json* list = find(key);
    if (!list) return;
    if (!list->is_array()) {
      return warn(wrong_type(fmt::format("\"{}\"", key),
                             fmt::format("an array of {}", expected), *list),
                  "the field was ignored");
    }
    bool warned = false;
    for (size_t at = 0; at < list->size(); ++at) {
      if (read((*list)[at]) || std::exchange(warned, true)) continue;
      warn(
          wrong_type(fmt::format("\"{}\"[{}]", key, at), expected, (*list)[at]),
          "this entry was ignored, and others like it");
    }
  }

  void read_tags() {
    each("tags", "strings", [this](const Json& tag) {
      if (!tag.is_string()) return false;
      std::string text = collapse_space(tag.get<std::string>());
      if (!text.empty()) article_.tags.push_back(std::move(text));
      return true;
    });
  }

  static std::optional<std::string> text_in(const Json& object,
                                            const char* key) {
    if (!object.is_object()) return std::nullopt;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
  }

  void read_questions() {
    each("questions", R"({"question": string, "answer": string})",
         [this](const Json& entry) {
           Section section;
           section.kind = PassageKind::kQuestion;
           section.question =
               collapse_space(text_in(entry, "question").value_or(""));
           if (section.question.empty()) return false;
           add_blocks(section, text_in(entry, "answer").value_or(""));
           article_.sections.push_back(std::move(section));
           return true;
         });
  }

  void read_sources() {
    each("sources", R"(strings or {"name": string, "licence": string})",
         [this](const Json& entry) {
           Source source;
           if (entry.is_string()) {
             source = parse_source(entry.get<std::string>());
           } else {
             source.name = collapse_space(text_in(entry, "name").value_or(""));
             source.licence = text_in(entry, "licence");
           }
           if (source.name.empty()) return false;
           article_.sources.push_back(std::move(source));
           return true;
         });
  }

  const Json& object_;
  Span span_;
  uint32_t line_;
  Diagnostics& diagnostics_;
  Article article_;
};

}  // namespace

std::optional<Article> read_json_line(std::string_view json, Span span,
                                      uint32_t line, Diagnostics& diagnostics) {
  // An empty line, as at the end of a file, is nothing to complain about.
  if (trim(json).empty()) return std::nullopt;
  const std::optional<Json> object = parse_json_line(json, line, diagnostics);
  if (!object) return std::nullopt;
  return LineReader(*object, span, line, diagnostics).read();
}

}  // namespace ibid
