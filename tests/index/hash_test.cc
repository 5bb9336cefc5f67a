// SPDX-License-Identifier: GPL-3.0-or-later
// Hashes stand in databases: their values are pinned.
#include "index/hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ibid {
namespace {

TEST(Hash, HasTheValuesThatDatabasesHold) {
  // Those of no bytes are xxHash's published ones.
  EXPECT_EQ(hash128("").hex(), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(hash128("ibid").hex(), "c0b55fc721a77258ddbc8d8a0e3a3790");
  EXPECT_EQ(hash64(""), 0x2d06800538d394c2u);
  EXPECT_EQ(hash64("ibid"), 0xdf6b211472125744u);
}

TEST(Hash, PrintsAsManyDigitsAsAsked) {
  const Hash128 hash = {{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe,
                         0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10}};
  EXPECT_EQ(hash.hex(), "0123456789abcdeffedcba9876543210");
  EXPECT_EQ(hash.hex(0), "");
  EXPECT_EQ(hash.hex(3), "012");
  EXPECT_EQ(hash.hex(16), "0123456789abcdef");
  EXPECT_EQ(hash.hex(32), hash.hex());
  EXPECT_EQ(hash.hex(99), hash.hex());
}

TEST(Hash, ComparesAsItPrints) {
  const Hash128 low = {{0, 0xff}};
  const Hash128 high = {{1, 0}};
  EXPECT_LT(low, high);
  EXPECT_LT(low.hex(), high.hex());
  EXPECT_EQ(hash128("a"), hash128("a"));
  EXPECT_NE(hash128("a"), hash128("b"));
}

TEST(Hash, TellsEveryLengthAndByteApart) {
  std::set<std::string> seen;
  std::string bytes;
  for (int i = 0; i < 600; ++i) {
    EXPECT_TRUE(seen.insert(hash128(bytes).hex()).second) << i;
    bytes += '\0';
  }
  for (size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = 1;
    EXPECT_TRUE(seen.insert(hash128(bytes).hex()).second) << i;
    bytes[i] = 0;
  }
}

TEST(Hasher, GivesTheHashOfAllPieces) {
  std::string all;
  Hasher hasher;
  EXPECT_EQ(hasher.hash(), hash128(""));
  for (size_t size = 0; size < 1000; size += 37) {
    const std::string piece(size, static_cast<char>('a' + size % 26));
    all += piece;
    hasher.add(piece);
    EXPECT_EQ(hasher.hash(), hash128(all));
  }
}

}  // namespace
}  // namespace ibid
