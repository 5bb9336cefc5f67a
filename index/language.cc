// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/language.h"

#include <algorithm>
#include <array>

#include "index/text.h"

namespace ibid {
namespace {

// The languages of Xapian 1.4's stemmers: ISO 639-1 code, English name. Other
// codes that mean the same stand in rows of their own, after it.
struct LanguageName {
  std::string_view name;
  std::string_view code;
};

constexpr std::array kLanguages = {
    LanguageName{"arabic", "ar"},     LanguageName{"armenian", "hy"},
    LanguageName{"basque", "eu"},     LanguageName{"catalan", "ca"},
    LanguageName{"danish", "da"},     LanguageName{"dutch", "nl"},
    LanguageName{"english", "en"},    LanguageName{"finnish", "fi"},
    LanguageName{"french", "fr"},     LanguageName{"german", "de"},
    LanguageName{"hungarian", "hu"},  LanguageName{"indonesian", "id"},
    LanguageName{"irish", "ga"},      LanguageName{"italian", "it"},
    LanguageName{"lithuanian", "lt"}, LanguageName{"nepali", "ne"},
    LanguageName{"norwegian", "no"},  LanguageName{"nb", "no"},
    LanguageName{"nn", "no"},         LanguageName{"portuguese", "pt"},
    LanguageName{"romanian", "ro"},   LanguageName{"russian", "ru"},
    LanguageName{"spanish", "es"},    LanguageName{"swedish", "sv"},
    LanguageName{"tamil", "ta"},      LanguageName{"turkish", "tr"},
};

}  // namespace

std::string normal_language(std::string_view language) {
  const std::string_view base =
      language.substr(0, language.find_first_of("-_"));
  std::string lower = ascii_lower(trim(base));
  for (const LanguageName& known : kLanguages) {
    if (lower == known.name || lower == known.code) {
      return std::string(known.code);
    }
  }
  return lower;
}

bool is_language_code(std::string_view language) {
  return language.size() >= 2 && language.size() <= 8 &&
         std::all_of(language.begin(), language.end(),
                     [](char c) { return c >= 'a' && c <= 'z'; });
}

bool has_stemmer(std::string_view language) {
  return std::any_of(
      kLanguages.begin(), kLanguages.end(),
      [&](const LanguageName& known) { return known.code == language; });
}

}  // namespace ibid
