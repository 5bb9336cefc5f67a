// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/article_record.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "index/codec.h"
#include "index/error.h"

namespace ibid {
namespace {

ArticleRecord sample() {
  ArticleRecord record;
  record.id = "docs/rust.txt";
  record.root = 2;
  record.path = "rust.txt";
  record.source_hash = {{1, 2, 3}};
  record.settings_hash = {{4, 5, 6}};
  record.title = "What is Rust used for";
  record.updated = "2026-04-01";
  record.url = "https://example.org/rust";
  record.language = "en";
  record.tags = {"rust", "systems"};
  record.sources = {{"The Book", "MIT"}, {"A page", std::nullopt}, {"B", ""}};
  record.passages = {{{{7, 8}}, 0, {10, 200}, 3, 77, true, ""},
                     {{{7, 8}}, 1, {210, 400}, 9, 77, false, "use"}};
  return record;
}

void expect_damaged(std::string_view data) {
  try {
    decode_record(data);
    ADD_FAILURE() << "accepted " << testing::PrintToString(data);
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kCorrupt);
    EXPECT_NE(e.hint(), "");
  }
}

std::string hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[c & 15];
  }
  return out;
}

TEST(ArticleRecord, ComesBackAsItWas) {
  ArticleRecord extreme = sample();
  extreme.root = std::numeric_limits<int32_t>::min();
  extreme.path = "not UTF-8 \xff and a NUL" + std::string(1, '\0');
  extreme.passages[0].span = {0, std::numeric_limits<size_t>::max()};
  extreme.passages[0].line = std::numeric_limits<uint32_t>::max();
  extreme.passages[0].bytes_hash = std::numeric_limits<uint64_t>::max();
  extreme.passages[0].repeat = std::numeric_limits<uint32_t>::max();
  ArticleRecord later = sample();
  later.root = std::numeric_limits<int32_t>::max();
  ArticleRecord large = sample();
  large.passages.assign(10000, sample().passages[1]);
  large.tags.assign(1000, "");
  for (const ArticleRecord& record :
       {ArticleRecord{}, sample(), extreme, later, large}) {
    EXPECT_EQ(decode_record(encode_record(record)), record);
  }
}

// These bytes stand in databases. Where they must change, raise kFormatVersion.
TEST(ArticleRecord, HasTheBytesThatDatabasesHold) {
  EXPECT_EQ(hex(encode_record(sample())),
            "c160d07aeac93c790d646f63732f727573742e7478740408727573742e747874"
            "0102030000000000000000000000000004050600000000000000000000000000"
            "15576861742069732052757374207573656420666f720a323032362d30342d30"
            "311868747470733a2f2f6578616d706c652e6f72672f7275737402656e020472"
            "7573740773797374656d73030854686520426f6f6b01034d4954064120706167"
            "650000014201000207080000000000000000000000000000000ac801034d0100"
            "0708000000000000000000000000000001d2019003094d0003757365");
  EXPECT_EQ(hex(encode_record({})),
            "ed5a963f1d300dd6000100000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000");
}

TEST(ArticleRecord, NoticesEveryFlippedBit) {
  const std::string data = encode_record(sample());
  for (size_t i = 0; i < data.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = data;
      damaged[i] = static_cast<char>(damaged[i] ^ 1 << bit);
      expect_damaged(damaged);
    }
  }
}

TEST(ArticleRecord, NoticesEveryCutAndWhatIsAdded) {
  const std::string data = encode_record(sample());
  for (size_t size = 0; size < data.size(); ++size) {
    expect_damaged(data.substr(0, size));
    expect_damaged(data.substr(size + 1));
  }
  expect_damaged(data + std::string(1, '\0'));
  expect_damaged(data + data);
}

// Bytes with a right checksum that no record is.
std::string sealed(std::string_view bytes) {
  std::string out;
  const uint64_t sum = hash64(bytes);
  for (int shift = 56; shift >= 0; shift -= 8) {
    out += static_cast<char>(sum >> shift);
  }
  return out + std::string(bytes);
}

TEST(ArticleRecord, NoticesAFormThatIsNotOurs) {
  const std::string data = encode_record(sample()).substr(8);
  EXPECT_EQ(decode_record(sealed(data)), sample());
  for (size_t size = 0; size < data.size(); ++size) {
    expect_damaged(sealed(data.substr(0, size)));
  }
  expect_damaged(sealed(data + "x"));
  expect_damaged(sealed(std::string(1000, '\xff')));
  expect_damaged(sealed("\xff\xff\xff\xff\xff\xff\xff\xff\x7f"));
}

TEST(Codec, KeepsNumbersOfEverySize) {
  for (int shift = 0; shift < 64; ++shift) {
    for (const int64_t near : {-1, 0, 1}) {
      const uint64_t value =
          (uint64_t{1} << shift) + static_cast<uint64_t>(near);
      Encoder out;
      out.number(value);
      out.signed_number(static_cast<int64_t>(value));
      out.signed_number(-static_cast<int64_t>(value >> 1));
      const std::string data = out.finish();
      Decoder in(data, "a number");
      EXPECT_EQ(in.number(), value);
      EXPECT_EQ(in.signed_number(), static_cast<int64_t>(value));
      EXPECT_EQ(in.signed_number(), -static_cast<int64_t>(value >> 1));
      in.finish();
    }
  }
}

TEST(Codec, ThrowsWhereACountCannotBe) {
  Encoder out;
  out.number(1000000);
  const std::string data = out.finish();
  Decoder in(data, "a list");
  EXPECT_THROW(in.count(), Error);
}

}  // namespace
}  // namespace ibid
