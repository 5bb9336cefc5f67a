// SPDX-License-Identifier: GPL-3.0-or-later
// What the database stores, as damage leaves it: any bytes, bytes with the
// right checksum before them, and records that were written and then damaged.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "index/article_record.h"
#include "index/error.h"
#include "index/hash.h"
#include "index/passage.h"
#include "tests/fuzz/choices.h"
#include "tests/fuzz/require.h"

namespace ibid {
namespace {

// What decode gives; nullopt where it says that the bytes are damaged.
template <class Decode>
auto decoded(const Decode& decode, std::string_view data)
    -> std::optional<decltype(decode(data))> {
  try {
    return decode(data);
  } catch (const Error& error) {
    require(error.kind() == ErrorKind::kCorrupt, "what is thrown is kCorrupt");
    return std::nullopt;
  }
}

void check_record(std::string_view data) {
  const auto record = decoded(decode_record, data);
  const auto place = decoded(decode_place, data);
  const auto head = decoded(decode_head, data);
  if (!record) return;
  require(place && head, "a record that is whole has a beginning");
  require(place->id == record->id && place->root == record->root &&
              place->path == record->path,
          "the place is the record's");
  require(head->id == record->id && head->root == record->root &&
              head->path == record->path && head->updated == record->updated &&
              head->language == record->language,
          "the head is the record's");
  require(decode_record(encode_record(*record)) == *record,
          "a record is written as it was read");
}

void check_passage(std::string_view data) {
  const auto passage = decoded(decode_passage, data);
  if (!passage) return;
  const StoredPassage again = decode_passage(encode_passage(*passage));
  require(again.text == passage->text, "a passage is written as it was read");
  require(content_hash(again) == content_hash(*passage), "its hash stays");
}

// The checksums of the two forms, so that what is behind them is reached.
std::string with_record_sum(std::string_view bytes) {
  const uint64_t sum = hash64(bytes);
  std::string out;
  for (int shift = 56; shift >= 0; shift -= 8) {
    out += static_cast<char>(sum >> shift);
  }
  return out.append(bytes);
}

std::string with_passage_sum(std::string_view bytes) {
  std::array<char, 24> sum{};
  std::snprintf(sum.data(), sum.size(), "ibid=%08llx\n",
                static_cast<unsigned long long>(hash64(bytes) >> 32));
  return sum.data() + std::string(bytes);
}

// Else nothing behind them is.
bool sums_are_right() {
  const std::string record = encode_record({});
  const std::string passage = encode_passage({});
  require(record == with_record_sum(record.substr(8)),
          "the checksum of records is what this target takes it for");
  require(passage == with_passage_sum(passage.substr(14)),
          "the checksum of passages is what this target takes it for");
  return true;
}

ArticleRecord make_record(Choices& in) {
  ArticleRecord record;
  const auto text = [&] { return in.text(40); };
  record.id = text();
  record.root = static_cast<int32_t>(in.number());
  record.path = text();
  record.title = text();
  record.updated = text();
  record.url = text();
  record.language = text();
  for (uint64_t left = in.below(4); left > 0; --left) {
    record.tags.push_back(text());
    record.sources.push_back({text(), std::nullopt});
    if (in.below(2) == 0) record.sources.back().licence = text();
    PassagePlace place;
    place.repeat = in.number();
    place.span.start = in.number();
    place.span.end = place.span.start + in.number();
    place.line = in.number();
    place.exact = in.below(2) == 0;
    place.anchor = text();
    record.passages.push_back(place);
  }
  return record;
}

void check_damaged(std::string_view data) {
  Choices in(data);
  const ArticleRecord record = make_record(in);
  std::string bytes = encode_record(record);
  require(decode_record(bytes) == record, "a record comes back as it was");
  const size_t at = in.below(bytes.size());
  bytes[at] = static_cast<char>(bytes[at] ^ (1 << in.below(8)));
  require(!decoded(decode_record, bytes), "a flipped bit is noticed");
  bytes.resize(at);
  require(!decoded(decode_record, bytes), "a lost end is noticed");
}

}  // namespace
}  // namespace ibid

// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const bool ready = ibid::sums_are_right();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (ready) ibid::check_damaged(bytes);
  for (const std::string& form :
       {std::string(bytes), ibid::with_record_sum(bytes),
        ibid::with_passage_sum(bytes)}) {
    ibid::check_record(form);
    ibid::check_passage(form);
  }
  return 0;
}
