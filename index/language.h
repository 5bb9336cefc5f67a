// SPDX-License-Identifier: GPL-3.0-or-later
// Names of languages, and which of them Xapian can stem.
#pragma once

#include <string>
#include <string_view>

namespace ibid {

// "en" for en-US, EN, english; for a language that is in no table the text
// itself, lower-case, without region. Empty stays empty.
std::string normal_language(std::string_view language);

// Whether a language in its normal form looks like one: two to eight letters.
// Pages say all sorts of things in their lang attribute.
bool is_language_code(std::string_view language);

// Whether Xapian has a stemmer for a language in its normal form.
bool has_stemmer(std::string_view language);

}  // namespace ibid
