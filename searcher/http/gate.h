// SPDX-License-Identifier: GPL-3.0-or-later
// What is refused before anything is looked up, and before the body is read:
// requests that are too large, that two parsers could read in two ways, or that
// a page of another site had the browser send (DNS rebinding).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/http/message.h"

namespace ibid {

inline constexpr size_t kMaxTargetBytes = 8 << 10;
inline constexpr size_t kMaxHeaders = 64;
inline constexpr size_t kMaxHeaderBytes = 16 << 10;  // of all of them
inline constexpr size_t kMaxBodyBytes = 64 << 10;

struct GateOptions {
  // Names, in lower case, that Host may have besides localhost; numeric
  // addresses always may, since no name was resolved to get there.
  std::vector<std::string> hosts;
  // Origins whose pages may ask; "*": all.
  std::vector<std::string> cors;
};

// Throws Refusal.
void check_request(const HttpRequest& request, const GateOptions& options);

// Whether the origin is one of options.cors.
bool allows_origin(const GateOptions& options, std::string_view origin);

}  // namespace ibid
