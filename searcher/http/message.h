// SPDX-License-Identifier: GPL-3.0-or-later
// A request as it came and the response to it: what the stages of ibid-server
// hand to each other. Knows nothing of the HTTP library.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/error.h"

namespace ibid {

struct HttpHeader {
  std::string name;  // in lower case
  std::string value;
};

struct HttpRequest {
  std::string method;
  std::string target;   // as sent: path and query, with their %XX
  std::string version;  // "HTTP/1.1"
  std::vector<HttpHeader> headers;
  std::string body;

  // The value of the first header of that name (in lower case); null where
  // there is none.
  const std::string* header(std::string_view name) const {
    for (const HttpHeader& header : headers) {
      if (header.name == name) return &header.value;
    }
    return nullptr;
  }
};

struct HttpResponse {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  // It is of a part of what is searched, and no longer true when the rest is
  // back: not to be kept.
  bool is_partial = false;
  // Beside those that every response has (respond.h).
  std::vector<std::pair<std::string, std::string>> headers;
};

// A request that gets no answer, and the status that says why.
class Refusal : public Error {
 public:
  Refusal(int status, const std::string& message, std::string hint = "")
      : Error(kind_of(status), message, std::move(hint)), status_(status) {}

  int status() const { return status_; }

  // Sent with the response.
  std::vector<std::pair<std::string, std::string>> headers;

 private:
  static ErrorKind kind_of(int status) {
    switch (status) {
      case 404:
        return ErrorKind::kNotFound;
      case 413:
      case 414:
      case 431:
      case 503:
        return ErrorKind::kLimit;
      default:
        return ErrorKind::kUsage;
    }
  }

  int status_;
};

}  // namespace ibid
