// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/file_record.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "index/error.h"

namespace ibid {
namespace {

FileRecord sample() {
  FileRecord record;
  record.root = 2;
  record.path = "deep/rust.txt";
  record.stat = {4711, 1767225600123456789, 1767225600123456790, 99};
  record.seen_ns = 1767225700000000000;
  record.settled = true;
  record.hash = {{1, 2, 3}};
  record.settings_hash = {{4, 5, 6}};
  record.format = "text";
  record.language = "de";
  record.articles = {"0123456789abcdef01234567", "k"};
  return record;
}

TEST(FileRecord, ComesBackAsItWas) {
  FileRecord extreme = sample();
  extreme.root = std::numeric_limits<int32_t>::max();
  extreme.path = std::string("no UTF-8 \xff, NUL \0", 17);
  extreme.stat = {std::numeric_limits<uint64_t>::max(),
                  std::numeric_limits<int64_t>::min(),
                  std::numeric_limits<int64_t>::max(),
                  std::numeric_limits<uint64_t>::max()};
  extreme.seen_ns = std::numeric_limits<int64_t>::min();
  extreme.articles.assign(10000, "key");
  for (const FileRecord& record : {FileRecord{}, sample(), extreme}) {
    EXPECT_EQ(decode_file(encode_file(record)), record);
  }
}

TEST(FileRecord, NoticesEveryFlippedBitAndEveryCut) {
  const std::string data = encode_file(sample());
  for (size_t i = 0; i < data.size(); ++i) {
    std::string damaged = data;
    damaged[i] = static_cast<char>(damaged[i] ^ 4);
    EXPECT_THROW(decode_file(damaged), Error) << i;
    EXPECT_THROW(decode_file(data.substr(0, i)), Error) << i;
  }
  EXPECT_THROW(decode_file(data + "x"), Error);
}

}  // namespace
}  // namespace ibid
