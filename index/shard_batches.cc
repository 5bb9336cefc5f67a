// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/shard_batches.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace ibid {
namespace {

// A longer list would take more to write than looking at all files saves.
constexpr size_t kMostArticles = 50'000;

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const size_t space = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, space));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return words;
}

// 0 where it is none.
uint64_t number_of(std::string_view word) {
  uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(word.data(), word.data() + word.size(), number);
  const bool whole = error == std::errc() && end == word.data() + word.size();
  return whole ? number : 0;
}

}  // namespace

std::string encode_batch(const ShardBatch& batch) {
  std::string text = std::to_string(batch.number);
  if (batch.has_all || batch.articles.size() > kMostArticles)
    return text + " *";
  for (const std::string& key : batch.articles) text += " " + key;
  return text;
}

ShardBatch decode_batch(std::string_view text) {
  ShardBatch batch;
  const std::vector<std::string_view> words = words_of(text);
  if (words.empty()) return batch;
  batch.number = number_of(words[0]);
  batch.has_all = words.size() > 1 && words[1] == "*";
  batch.articles.assign(words.begin() + 1, words.end());
  return batch;
}

std::string encode_batches(const std::vector<uint64_t>& numbers) {
  return fmt::format("{}", fmt::join(numbers, " "));
}

std::vector<uint64_t> decode_batches(std::string_view text, size_t count) {
  std::vector<uint64_t> numbers;
  for (const std::string_view word : words_of(text)) {
    numbers.push_back(number_of(word));
  }
  numbers.resize(count, 0);
  return numbers;
}

}  // namespace ibid
