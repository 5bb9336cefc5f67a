// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "index/error.h"
#include "index/text.h"

namespace ibid {
namespace {

[[noreturn]] void fail(const std::string& message, const std::string& hint) {
  throw Error(ErrorKind::kUsage, message, hint);
}

char decoded_byte(std::string_view digits) {
  unsigned value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, 16);
  if (digits.size() != 2 || error != std::errc() || stop != end) {
    fail("a % in the address without two hexadecimal digits after it",
         "write a percent sign as %25");
  }
  return static_cast<char>(value);
}

// Forms write spaces as plus signs.
std::string form_decode(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return percent_decode(spaced);
}

void add(std::vector<Parameter>& parameters, Parameter parameter) {
  for (const Parameter& other : parameters) {
    if (other.name == parameter.name) {
      fail(fmt::format("the parameter {} stands there twice", other.name),
           "give each parameter once");
    }
  }
  parameters.push_back(std::move(parameter));
}

std::vector<Parameter> parse_query(std::string_view query) {
  std::vector<Parameter> parameters;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const size_t equals = std::min(pair.size(), pair.find('='));
    const size_t value = std::min(pair.size(), equals + 1);
    add(parameters,
        {form_decode(pair.substr(0, equals)), form_decode(pair.substr(value))});
  }
  return parameters;
}

}  // namespace

std::string percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      decoded += decoded_byte(text.substr(i + 1, 2));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  if (!is_valid_utf8(decoded) || decoded.find('\0') != std::string::npos) {
    fail("the address holds bytes that are no text",
         "write it in UTF-8, without NUL, and escape it as %XX");
  }
  return decoded;
}

Target parse_target(std::string_view target) {
  if (!target.starts_with('/')) {
    fail("the address is not a path", "for example GET /search?q=words");
  }
  Target result;
  const size_t question = std::min(target.size(), target.find('?'));
  result.path = target.substr(0, question);
  percent_decode(result.path);
  result.parameters =
      parse_query(target.substr(std::min(target.size(), question + 1)));
  return result;
}

}  // namespace ibid
