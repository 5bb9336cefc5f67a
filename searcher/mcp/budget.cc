// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/budget.h"

#include "index/text.h"

namespace ibid {
namespace {

constexpr size_t kBytesPerToken = 4;

// Counts quarters of tokens, character by character.
class Counter {
 public:
  void add(const CodePoint& point) {
    quarters_ += point.value < 0x80 ? 1 : kBytesPerToken;
  }
  size_t tokens() const {
    return (quarters_ + kBytesPerToken - 1) / kBytesPerToken;
  }

 private:
  size_t quarters_ = 0;
};

}  // namespace

size_t count_tokens(std::string_view text) {
  Counter counter;
  for (size_t i = 0; i < text.size();) {
    const CodePoint point = decode_utf8(text, i);
    counter.add(point);
    i += point.length;
  }
  return counter.tokens();
}

size_t fit_tokens(std::string_view text, size_t tokens) {
  Counter counter;
  for (size_t i = 0; i < text.size();) {
    const CodePoint point = decode_utf8(text, i);
    counter.add(point);
    if (i > 0 && counter.tokens() > tokens) return i;
    i += point.length;
  }
  return text.size();
}

}  // namespace ibid
