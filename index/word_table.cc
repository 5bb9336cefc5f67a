// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/word_table.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "index/char_class.h"
#include "index/database.h"
#include "index/fold.h"
#include "index/language.h"
#include "index/text.h"

namespace ibid {
namespace {

// Words kept; then a table starts anew, so that hostile text cannot grow it.
constexpr size_t kMaxKept = 200000;

bool is_stemmable(std::string_view word) {
  return std::none_of(word.begin(), word.end(), [](char c) {
    return is_ascii_digit(static_cast<unsigned char>(c));
  });
}

void cut(std::string& word) {
  if (word.size() <= kMaxWordBytes) return;
  word.resize(utf8_floor(word, kMaxWordBytes));
}

}  // namespace

WordTable::WordTable(std::string_view language) {
  if (!has_stemmer(language)) return;
  keeps_beginnings_ = language == "en";
  recent_.resize(kRecent);
  stemmer_ = xapian_call("cannot make a stemmer",
                         [&] { return Xapian::Stem(std::string(language)); });
}

std::string_view WordTable::folded(std::string_view source) {
  const size_t bytes = std::min(source.size(), kMaxWordBytes);
  unsigned char all = 0;
  for (size_t i = 0; i < bytes; ++i) {
    const char c = source[i];
    all |= static_cast<unsigned char>(c);
    word_[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const bool is_wide =
      all >= 0x80 ||
      std::any_of(source.begin() + static_cast<ptrdiff_t>(bytes), source.end(),
                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (is_wide) return folded_wide(source);
  return {word_.data(), bytes};
}

std::string_view WordTable::folded_wide(std::string_view source) {
  if (source.size() > kMaxWordBytes) {
    wide_word_ = fold(source);
    cut(wide_word_);
    return wide_word_;
  }
  auto found = folds_.find(source);
  if (found == folds_.end()) {
    if (folds_.size() >= kMaxKept) folds_.clear();
    std::string word = fold(source);
    cut(word);
    found = folds_.emplace(source, std::move(word)).first;
  }
  return found->second;
}

std::string_view WordTable::stem(std::string_view word) {
  if (!stemmer_) return word;
  const uint64_t hash = XXH3_64bits(word.data(), word.size());
  Recent& recent = recent_[hash % kRecent];
  const auto check = static_cast<uint32_t>(hash >> 32);
  if (recent.hash == check && recent.word_bytes == word.size() &&
      std::memcmp(recent.bytes.data(), word.data(), word.size()) == 0) {
    return {recent.bytes.data() + word.size(), recent.stem_bytes};
  }
  if (!is_stemmable(word)) return word;
  const std::string_view stem = kept_stem(word);
  if (word.size() + stem.size() <= recent.bytes.size()) {
    recent.hash = check;
    recent.word_bytes = static_cast<uint8_t>(word.size());
    recent.stem_bytes = static_cast<uint8_t>(stem.size());
    std::copy(word.begin(), word.end(), recent.bytes.begin());
    std::copy(stem.begin(), stem.end(), recent.bytes.begin() + word.size());
  }
  return stem;
}

// The first two letters of an English word are those of its stem, but for a y
// that is the second (dying, die) and where one letter is left (aed, a).
bool WordTable::may_have_stem(std::string_view word,
                              const Beginnings& wanted) const {
  return !keeps_beginnings_ || (word.size() > 1 && word[1] == 'y') ||
         wanted.may_have(word) || wanted.may_have(word.substr(0, 1));
}

bool WordTable::may_be_wanted(std::string_view word,
                              const Beginnings& wanted) const {
  std::array<char, 2> begin{};
  const size_t bytes = std::min(word.size(), begin.size());
  for (size_t i = 0; i < bytes; ++i) {
    begin[i] = static_cast<char>(word[i] | 0x20);  // folds letters and digits
  }
  return wanted.has_all(begin[0], word.size()) ||
         may_have_stem({begin.data(), bytes}, wanted);
}

std::string_view WordTable::kept_stem(std::string_view word) {
  auto found = stems_.find(word);
  if (found == stems_.end()) {
    if (stems_.size() >= kMaxKept) stems_.clear();
    std::string key(word);
    std::string value = (*stemmer_)(key);
    found = stems_.emplace(std::move(key), std::move(value)).first;
  }
  return found->second;
}

}  // namespace ibid
