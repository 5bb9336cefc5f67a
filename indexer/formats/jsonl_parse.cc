// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/jsonl_parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "index/text.h"
#include "indexer/formats/format.h"

namespace ibid {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kShape =
    R"(write {"_id": "...", "title": "...", "text": "..."} on one line)";
constexpr size_t kEscapeBytes = 6;  // \uXXXX

// Stops where nesting is too deep; takes nothing else.
class DepthCheck : public nlohmann::json_sax<Json> {
 public:
  bool is_too_deep() const { return depth_ > kMaxNesting; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool key(string_t&) override { return true; }
  bool start_object(size_t) override { return ++depth_ <= kMaxNesting; }
  bool start_array(size_t) override { return ++depth_ <= kMaxNesting; }
  bool end_object() override { return --depth_, true; }
  bool end_array() override { return --depth_, true; }
  bool parse_error(size_t, const std::string&,
                   const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  size_t depth_ = 0;
};

bool is_too_deep(std::string_view json) {
  const auto open = std::count_if(json.begin(), json.end(),
                                  [](char c) { return c == '[' || c == '{'; });
  if (static_cast<size_t>(open) <= kMaxNesting) return false;
  DepthCheck check;
  Json::sax_parse(json, &check);
  return check.is_too_deep();
}

// The code unit of the escape \uXXXX at `at`; nullopt: there is none.
std::optional<uint32_t> code_unit(std::string_view json, size_t at) {
  if (json.size() - at < kEscapeBytes || json[at] != '\\' ||
      json[at + 1] != 'u') {
    return std::nullopt;
  }
  const char* begin = json.data() + at + 2;
  uint32_t value = 0;
  const auto result = std::from_chars(begin, begin + 4, value, 16);
  if (result.ec != std::errc() || result.ptr != begin + 4) return std::nullopt;
  return value;
}

bool is_high(uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

// Writes \ufffd over each escape of a surrogate that has no partner, which the
// parser would refuse. All offsets stay.
void replace_lone_surrogates(std::string& json) {
  size_t at = json.find('\\');
  while (at != std::string::npos) {
    const auto unit = code_unit(json, at);
    size_t length = unit ? kEscapeBytes : 2;
    if (unit && is_high(*unit) && at + kEscapeBytes < json.size() &&
        is_low(code_unit(json, at + kEscapeBytes).value_or(0))) {
      length = 2 * kEscapeBytes;
    } else if (unit && (is_high(*unit) || is_low(*unit))) {
      json.replace(at, kEscapeBytes, "\\ufffd");
    }
    at = json.find('\\', at + length);
  }
}

// What the parser says of an error, without the text that it last read.
std::string detail(std::string_view message) {
  constexpr std::string_view kBefore = "syntax error ";
  const size_t before = message.find(kBefore);
  if (before != message.npos) message.remove_prefix(before + kBefore.size());
  return std::string(message.substr(0, message.find("; last read")));
}

Diagnostic error_at(uint32_t line, std::string reason) {
  return {Diagnostic::Severity::kError, "", line, std::move(reason),
          std::string(kShape)};
}

}  // namespace

std::optional<Json> parse_json_line(std::string_view json, uint32_t line,
                                    Diagnostics& diagnostics) {
  if (json.size() > kMaxJsonLineBytes) {
    diagnostics.push_back(error_at(
        line, fmt::format("line is longer than {} bytes", kMaxJsonLineBytes)));
    return std::nullopt;
  }
  std::string text = to_valid_utf8(json);
  replace_lone_surrogates(text);
  if (is_too_deep(text)) {
    diagnostics.push_back(error_at(
        line, fmt::format("JSON is nested deeper than {}", kMaxNesting)));
    return std::nullopt;
  }
  try {
    Json value = Json::parse(text);
    if (value.is_object()) return value;
    diagnostics.push_back(error_at(
        line, fmt::format("expected a JSON object, found {}",
                          value.is_null() ? "null" : value.type_name())));
  } catch (const Json::parse_error& error) {
    diagnostics.push_back(
        error_at(line, fmt::format("not valid JSON at byte {} of the line: {}",
                                   error.byte, detail(error.what()))));
  } catch (const Json::out_of_range&) {
    diagnostics.push_back(error_at(line, "a number in it is out of range"));
  }
  return std::nullopt;
}

}  // namespace ibid
