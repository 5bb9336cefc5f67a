// SPDX-License-Identifier: GPL-3.0-or-later
// Takes out of a page what libxml2's HTML parser cannot cope with, without
// moving any byte.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ibid {

// More attributes than this nobody writes in one tag. libxml2 compares each
// with all before it.
inline constexpr size_t kMaxAttributes = 256;

// A copy of html, as long as html, in which NUL bytes (at which the parser
// would stop) and the attributes of a tag after the first kMaxAttributes are
// spaces; nullopt where there is nothing to replace.
std::optional<std::string> tame_html(std::string_view html);

}  // namespace ibid
