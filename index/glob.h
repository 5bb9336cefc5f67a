// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns for paths: * any run of characters but '/', ** any run at all,
// ? one character but '/', [a-z] and [!a-z] one of a set, \x the character x.
#pragma once

#include <string_view>

namespace ibid {

// Whether all of path matches. Bytes are compared, ? takes one code point.
// Takes at most pattern length x path length steps. A [ without its ] stands
// for itself.
bool glob_match(std::string_view pattern, std::string_view path);

// What --include, --exclude, --path and path: mean: a pattern with a '/' in it
// matches the whole path, or any run of whole folders and the file at its end;
// one without matches any single name in the path. A trailing '/' is ignored.
bool path_match(std::string_view pattern, std::string_view path);

}  // namespace ibid
