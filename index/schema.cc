// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/schema.h"

#include <algorithm>

#include "index/text.h"

namespace ibid {
namespace {

constexpr size_t kHashDigits = 16;
constexpr size_t kUniqueDigits = 20;

// What a term takes in Xapian's tables: NUL is written as two bytes.
size_t stored_bytes(std::string_view text) {
  return text.size() +
         static_cast<size_t>(std::count(text.begin(), text.end(), '\0'));
}

}  // namespace

std::string make_term(std::string_view prefix, std::string_view text) {
  std::string term(prefix);
  if (prefix.size() + stored_bytes(text) <= kMaxTermBytes) {
    term += text;
    return term;
  }
  // Half of the room is safe even where every byte is NUL.
  const size_t room = (kMaxTermBytes - prefix.size() - kHashDigits) / 2;
  term += text.substr(0, utf8_floor(text, room));
  term += hash128(text).hex(kHashDigits);
  return term;
}

std::string article_key(std::string_view article_id) {
  return hash128(article_id).hex(kArticleKeyDigits);
}

std::string record_key(std::string_view article_key) {
  std::string key(kRecordPrefix);
  key += article_key;
  return key;
}

std::string file_key(int32_t root, std::string_view path) {
  std::string place = std::to_string(root) + ":";
  place += path;
  std::string key(kFilePrefix);
  key += hash128(place).hex(kArticleKeyDigits);
  return key;
}

std::string unique_term(std::string_view article_key, const Hash128& hash,
                        uint32_t repeat) {
  std::string passage(article_key);
  passage += ':';
  passage += hash.hex();
  passage += '.';
  passage += std::to_string(repeat);
  std::string term(prefix::kUnique);
  term += hash128(passage).hex(kUniqueDigits);
  return term;
}

std::string order_key(const Hash128& content_hash) {
  return std::string(content_hash.bytes.begin(),
                     content_hash.bytes.begin() + 8);
}

}  // namespace ibid
