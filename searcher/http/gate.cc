// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/gate.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "index/text.h"

namespace ibid {
namespace {

bool is_token(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || kMarks.find(c) != std::string_view::npos;
  });
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

void check_sizes(const HttpRequest& request) {
  if (request.target.size() > kMaxTargetBytes) {
    throw Refusal(
        414, fmt::format("the address has more than {} bytes", kMaxTargetBytes),
        "send long queries by POST /search");
  }
  size_t bytes = 0;
  for (const HttpHeader& header : request.headers) {
    bytes += header.name.size() + header.value.size();
  }
  if (request.headers.size() > kMaxHeaders || bytes > kMaxHeaderBytes) {
    throw Refusal(431,
                  fmt::format("more than {} headers, or {} bytes of them",
                              kMaxHeaders, kMaxHeaderBytes),
                  "send fewer, shorter headers");
  }
}

void check_spelling(const HttpRequest& request) {
  if (std::ranges::any_of(request.target, [](char c) {
        return c == ' ' || c == '\t' || is_control(c);
      })) {
    throw Refusal(400, "the address holds a space", "write it as %20");
  }
  for (const HttpHeader& header : request.headers) {
    if (!is_token(header.name) ||
        std::ranges::any_of(header.value, is_control)) {
      throw Refusal(400, "a header is not spelled as HTTP wants it");
    }
  }
}

// The values of all headers of that name.
std::vector<std::string_view> values(const HttpRequest& request,
                                     std::string_view name) {
  std::vector<std::string_view> found;
  for (const HttpHeader& header : request.headers) {
    if (header.name == name) found.push_back(header.value);
  }
  return found;
}

size_t content_length(std::string_view value) {
  size_t length = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, length);
  if (error == std::errc::result_out_of_range) {
    return std::string_view::npos;
  }
  if (error != std::errc() || stop != end) {
    throw Refusal(400, "Content-Length is not a number");
  }
  return length;
}

// Where a body ends is told in one way only.
void check_framing(const HttpRequest& request) {
  const auto lengths = values(request, "content-length");
  const auto encodings = values(request, "transfer-encoding");
  if (lengths.size() + encodings.size() > 1) {
    throw Refusal(400, "the length of the body is told more than once",
                  "send one Content-Length, or one Transfer-Encoding");
  }
  if (!encodings.empty() &&
      (request.version != "HTTP/1.1" ||
       !equal_ignoring_ascii_case(encodings[0], "chunked"))) {
    throw Refusal(400, "a Transfer-Encoding other than chunked");
  }
  const size_t length = lengths.empty() ? 0 : content_length(lengths[0]);
  if (request.method != "POST" && (length > 0 || !encodings.empty())) {
    throw Refusal(400, fmt::format("{} takes no body", request.method));
  }
  if (length > kMaxBodyBytes) {
    throw Refusal(413,
                  fmt::format("the body has more than {} bytes", kMaxBodyBytes),
                  "ask for less at a time");
  }
  const std::string* coding = request.header("content-encoding");
  if (coding != nullptr && !equal_ignoring_ascii_case(*coding, "identity")) {
    throw Refusal(415, "the body is compressed", "send it as it is");
  }
  const std::string* expected = request.header("expect");
  if (expected != nullptr &&
      !equal_ignoring_ascii_case(*expected, "100-continue")) {
    throw Refusal(417, "Expect asks for something unknown");
  }
}

// The name in NAME:PORT, NAME or [ADDRESS]:PORT; empty: it is none of them.
std::string host_name(std::string_view host) {
  const bool bracketed = host.starts_with('[');
  const size_t end = bracketed ? host.find(']') : host.find(':');
  std::string_view name = host.substr(0, end);
  std::string_view port = end == std::string_view::npos ? "" : host.substr(end);
  if (bracketed) {
    if (port.empty()) return "";
    name.remove_prefix(1);
    port.remove_prefix(1);
  }
  if (!port.empty() && port[0] != ':') return "";
  if (!port.empty()) port.remove_prefix(1);
  if (!std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; })) {
    return "";
  }
  return ascii_lower(name);
}

bool is_numeric(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return ::inet_pton(AF_INET, host.c_str(), address.data()) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
}

void check_host(const HttpRequest& request, const GateOptions& options) {
  const auto hosts = values(request, "host");
  if (hosts.empty() && request.version == "HTTP/1.0") return;
  if (hosts.size() != 1) {
    throw Refusal(400, "a request has exactly one Host");
  }
  const std::string name = host_name(hosts[0]);
  if (name != "localhost" && !is_numeric(name) &&
      std::ranges::find(options.hosts, name) == options.hosts.end()) {
    throw Refusal(421, "this server does not go by the name in Host",
                  "start it with --host NAME for the names that it has");
  }
}

bool is_same_origin(const HttpRequest& request, std::string_view origin) {
  const std::string* host = request.header("host");
  if (host == nullptr) return false;
  return equal_ignoring_ascii_case(origin, "http://" + *host) ||
         equal_ignoring_ascii_case(origin, "https://" + *host);
}

void check_origin(const HttpRequest& request, const GateOptions& options) {
  for (const std::string_view origin : values(request, "origin")) {
    if (!is_same_origin(request, origin) && !allows_origin(options, origin)) {
      throw Refusal(403, "pages of this origin may not ask this server",
                    "start it with --cors ORIGIN for those that may");
    }
  }
}

}  // namespace

bool allows_origin(const GateOptions& options, std::string_view origin) {
  return std::ranges::any_of(options.cors, [&](const std::string& allowed) {
    return allowed == "*" || allowed == origin;
  });
}

void check_request(const HttpRequest& request, const GateOptions& options) {
  check_sizes(request);
  check_spelling(request);
  check_framing(request);
  check_host(request, options);
  check_origin(request, options);
}

}  // namespace ibid
