// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "index/error.h"

namespace ibid {
namespace {

constexpr std::string_view kPlain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

// Browsers resolve such parts of a path by themselves.
bool is_resolved(std::string_view part) {
  return part.empty() || part == "." || part == "..";
}

// An id as the end of a path, with its slashes where they can stay.
std::string path_of(std::string_view id) {
  std::string path;
  for (std::string_view rest = id;;) {
    const size_t slash = std::min(rest.size(), rest.find('/'));
    if (is_resolved(rest.substr(0, slash))) return percent_encode(id);
    path += percent_encode(rest.substr(0, slash));
    if (slash == rest.size()) return path;
    path += '/';
    rest.remove_prefix(slash + 1);
  }
}

void add(Parameters& parameters, std::string_view name, std::string value) {
  if (!value.empty()) {
    parameters.push_back({std::string(name), std::move(value)});
  }
}

std::string query_string(const Parameters& parameters) {
  std::string text;
  for (const Parameter& parameter : parameters) {
    text += text.empty() ? '?' : '&';
    text +=
        percent_encode(parameter.name) + "=" + percent_encode(parameter.value);
  }
  return text;
}

// What every page but the first says where it begins.
std::string first_value(size_t first) {
  return first > 1 ? fmt::format("{}", first) : "";
}

}  // namespace

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string search_address(const Parameters& parameters) {
  return "/" + query_string(parameters);
}

Parameters with(Parameters parameters, std::string_view name,
                std::string_view value) {
  std::erase_if(parameters, [&](const Parameter& parameter) {
    return parameter.name == name || parameter.name == "offset";
  });
  add(parameters, name, std::string(value));
  return parameters;
}

std::string read_address(const LocatedPassage& passage, std::string_view db,
                         std::optional<Span> mark) {
  const size_t number = passage_number(passage);
  Parameters parameters;
  add(parameters, "first",
      first_value((std::max<size_t>(number, 1) - 1) / kReadPassages *
                      kReadPassages +
                  1));
  add(parameters, "db", std::string(db));
  if (mark) {
    add(parameters, "mark",
        fmt::format("{}:{}-{}", number, mark->start, mark->end));
  }
  return fmt::format("/read/{}{}#p{}", path_of(passage.article_id),
                     query_string(parameters), number);
}

std::string read_address(std::string_view article_id, size_t first,
                         std::string_view db) {
  Parameters parameters;
  add(parameters, "first", first_value(first));
  add(parameters, "db", std::string(db));
  return "/read/" + path_of(article_id) + query_string(parameters);
}

size_t passage_number(const LocatedPassage& passage) {
  const std::string_view id = passage.id;
  const std::string_view digits = id.substr(id.rfind('#') + 1);
  size_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

PassageMark parse_mark(const std::string& text) {
  PassageMark mark;
  const char* at = text.data();
  const char* const end = at + text.size();
  bool is_good = true;
  const auto read = [&](size_t& value, std::string_view after) {
    const auto [stop, error] = std::from_chars(at, end, value);
    is_good = is_good && error == std::errc();
    at = stop;
    for (const char c : after) {
      is_good = is_good && at != end && *at++ == c;
    }
  };
  read(mark.passage, ":");
  read(mark.span.start, "-");
  read(mark.span.end, "");
  if (!is_good || at != end || mark.span.start >= mark.span.end) {
    throw Error(ErrorKind::kUsage, fmt::format("mark does not take {}", text),
                "leave it out: it only marks what was found");
  }
  return mark;
}

}  // namespace ibid
