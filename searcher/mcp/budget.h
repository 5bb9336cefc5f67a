// SPDX-License-Identifier: GPL-3.0-or-later
// How much of a result a model can take. Models count in tokens, each in its
// own; this is an estimate that errs towards too many.
#pragma once

#include <cstddef>
#include <string_view>

namespace ibid {

// Four bytes of ASCII are a token (rounded up), each other character is one.
size_t count_tokens(std::string_view text);

// How many bytes of text, from its beginning, have no more tokens than these;
// cuts no character of valid UTF-8. At least one character unless text is
// empty.
size_t fit_tokens(std::string_view text, size_t tokens);

}  // namespace ibid
