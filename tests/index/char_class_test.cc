// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/char_class.h"

#include <gtest/gtest.h>

namespace ibid {
namespace {

TEST(CharClass, KnowsLettersAndDigitsByTheirByte) {
  for (int byte = 0; byte < 256; ++byte) {
    const auto value = static_cast<char32_t>(byte);
    const bool alnum = byte < 0x80 && char_class(value) == CharClass::kWord;
    EXPECT_EQ(is_ascii_alnum(static_cast<char>(byte)), alnum) << byte;
    EXPECT_EQ(is_word_byte(static_cast<char>(byte)), alnum || byte >= 0x80)
        << byte;
  }
}

}  // namespace
}  // namespace ibid
