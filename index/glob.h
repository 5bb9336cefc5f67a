// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns for paths: * any run of characters but '/', ** any run at all, **/
// nothing or any run that ends in '/', ? one character but '/', [a-z] and
// [!a-z] one byte of a set, \x the character x.
#pragma once

#include <string_view>

namespace ibid {

// Whether all of path matches. Bytes are compared, ? takes one code point.
// Takes at most pattern length x path length steps. A [ without its ] stands
// for itself.
bool glob_match(std::string_view pattern, std::string_view path);

// What --include, --exclude, --path and path: mean: a pattern with a '/' in it
// matches any run of whole names in the path (docs/api: docs/api/a.md and
// x/docs/api/a.md); one without matches any single name in it. So what matches
// a folder matches all that is in it. A trailing '/' is ignored.
bool path_match(std::string_view pattern, std::string_view path);

}  // namespace ibid
