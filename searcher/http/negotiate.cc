// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/negotiate.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

#include "index/error.h"
#include "index/hash.h"
#include "index/text.h"

namespace ibid {
namespace {

// Cuts off and gives back what stands before the first mark, without space.
std::string_view next(std::string_view& text, char mark) {
  const size_t end = std::min(text.size(), text.find(mark));
  const std::string_view part = trim(text.substr(0, end));
  text.remove_prefix(std::min(text.size(), end + 1));
  return part;
}

// "q=0", "q=0.0" and so on.
bool is_refused(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = next(parameters, ';');
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) continue;
    const std::string_view weight = parameter.substr(2);
    return !weight.empty() && weight[0] == '0' &&
           weight.find_first_not_of("0.") == std::string_view::npos;
  }
  return false;
}

// How exactly an entry names what is wanted; 0: not at all.
int exactness(std::string_view entry, std::string_view wanted) {
  if (equal_ignoring_ascii_case(entry, wanted)) return 3;
  const size_t slash = wanted.find('/');
  if (slash != std::string_view::npos && entry.ends_with("/*") &&
      equal_ignoring_ascii_case(entry.substr(0, entry.size() - 2),
                                wanted.substr(0, slash))) {
    return 2;
  }
  return entry == "*" || entry == "*/*" ? 1 : 0;
}

}  // namespace

bool accepts(std::string_view list, std::string_view wanted) {
  int best = 0;
  bool accepted = false;
  while (!list.empty()) {
    std::string_view parameters = next(list, ',');
    const std::string_view entry = next(parameters, ';');
    const int found = exactness(entry, wanted);
    if (found <= best) continue;
    best = found;
    accepted = !is_refused(parameters);
  }
  return accepted;
}

bool names_tag(std::string_view list, std::string_view tag) {
  const auto opaque = [](std::string_view text) {
    return text.starts_with("W/") ? text.substr(2) : text;
  };
  while (!list.empty()) {
    const std::string_view entry = next(list, ',');
    if (entry == "*" || opaque(entry) == opaque(tag)) return true;
  }
  return false;
}

std::string body_tag(std::string_view body) {
  // Quotes within strings are escaped, so this is the name of a field.
  const size_t time = body.rfind(",\"took_ms\":");
  return fmt::format("W/\"{}\"", hash128(body.substr(0, time)).hex());
}

std::string gzip(const std::string& body) {
  constexpr int kGzipWindow = 15 + 16;  // the largest; 16 asks for the header
  constexpr int kMemory = 8;            // zlib's own default
  z_stream stream{};
  // The lowest level: half the time of the default for a tenth more bytes.
  if (::deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, kMemory,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
    throw Error(ErrorKind::kInternal, "cannot compress an answer");
  }
  std::string packed(::deflateBound(&stream, body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = ::deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  if (result != Z_STREAM_END) {
    throw Error(ErrorKind::kInternal, "cannot compress an answer");
  }
  return packed;
}

}  // namespace ibid
