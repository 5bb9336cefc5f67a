// SPDX-License-Identifier: GPL-3.0-or-later
// What a client says that it takes: the headers Accept, Accept-Encoding and
// If-None-Match.
#pragma once

#include <string>
#include <string_view>

namespace ibid {

// Whether a list as in Accept ("text/html, */*;q=0.1") takes the media type,
// or as in Accept-Encoding the coding. The most exact entry counts.
bool accepts(std::string_view list, std::string_view wanted);

// Whether If-None-Match names the tag (as it is sent, with its W/ and quotes),
// or any.
bool names_tag(std::string_view list, std::string_view tag);

// The tag of a body; what follows the last "took_ms" does not count, since it
// differs at each run.
std::string body_tag(std::string_view body);

// body as a gzip file. Throws Error(kInternal).
std::string gzip(const std::string& body);

}  // namespace ibid
