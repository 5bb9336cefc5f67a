// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bulk_form.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "index/hash.h"
#include "index/text.h"

namespace ibid {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kLongestId = 512;  // bytes, of OpenSearch

// What Vespa takes in strings and ids: no controls but tab and line ends, and
// none of the code points that Unicode keeps free of characters.
bool is_text_character(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return !(c >= 0xFDD0 && c <= 0xFDEF) && (c & 0xFFFE) != 0xFFFE;
}

// With a space for each character that is no text. text: valid UTF-8.
std::string text_characters(std::string_view text) {
  std::string out;
  for (size_t offset = 0; offset < text.size();) {
    const CodePoint point = decode_utf8(text, offset);
    append_utf8(out, is_text_character(point.value) ? point.value : U' ');
    offset += point.length;
  }
  return out;
}

std::string engine_id(const std::string& id) {
  const bool is_taken =
      id.size() <= kLongestId && is_valid_utf8(id) && text_characters(id) == id;
  return is_taken ? id : hash128(id).hex();
}

class Fields {
 public:
  explicit Fields(BulkForm form) : form_(form) {}

  void add(const char* name, const std::string& value) {
    if (!value.empty()) json_[name] = taken(value);
  }

  void add(const char* name, const std::vector<std::string>& values) {
    if (values.empty()) return;
    Json list = Json::array();
    for (const std::string& value : values) list.push_back(taken(value));
    json_[name] = std::move(list);
  }

  void add_number(const char* name, size_t value) { json_[name] = value; }
  void add_flag(const char* name, bool value) { json_[name] = value; }

  Json take() { return std::move(json_); }

 private:
  std::string taken(const std::string& value) const {
    const std::string valid = to_valid_utf8(value);
    return form_ == BulkForm::kVespa ? text_characters(valid) : valid;
  }

  BulkForm form_;
  Json json_ = Json::object();
};

std::vector<std::string> source_lines(const std::vector<Source>& sources) {
  std::vector<std::string> lines;
  lines.reserve(sources.size());
  for (const Source& source : sources) {
    lines.push_back(source.licence ? source.name + " " + *source.licence
                                   : source.name);
  }
  return lines;
}

Json fields_of(BulkForm form, const ArticleRecord& record,
               const std::string& id, const PassagePlace& place,
               const StoredPassage& passage) {
  Fields fields(form);
  fields.add("id", id);
  fields.add("article", record.id);
  fields.add("kind", std::string(passage_kind_name(passage.kind)));
  fields.add("title", passage.title);
  fields.add("section", passage.headings);
  fields.add("question", passage.question);
  fields.add("text", passage.text);
  fields.add_number("start", place.span.start);
  fields.add_number("end", place.span.end);
  fields.add_number("line", place.line);
  fields.add_flag("exact", place.exact);
  fields.add("updated", record.updated);
  fields.add("url", record.url);
  fields.add("lang", record.language);
  fields.add("tags", record.tags);
  fields.add("sources", source_lines(record.sources));
  return fields.take();
}

}  // namespace

std::optional<BulkForm> parse_bulk_form(std::string_view name) {
  if (name == "opensearch") return BulkForm::kOpenSearch;
  if (name == "vespa") return BulkForm::kVespa;
  return std::nullopt;
}

std::string bulk_lines(BulkForm form, const ArticleRecord& record,
                       size_t number, const StoredPassage& passage) {
  const std::string id = fmt::format("{}#{}", record.id, number);
  Json fields =
      fields_of(form, record, id, record.passages[number - 1], passage);
  if (form == BulkForm::kVespa) {
    const Json put = {{"put", "id:ibid:passage::" + engine_id(id)},
                      {"fields", std::move(fields)}};
    return put.dump() + "\n";
  }
  const Json action = {{"index", {{"_id", engine_id(id)}}}};
  return action.dump() + "\n" + fields.dump() + "\n";
}

}  // namespace ibid
