// SPDX-License-Identifier: GPL-3.0-or-later
// A passage as one line of plain text, with the way from the bytes of the
// passage to those of the line; what snippet.cc cuts snippets from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/span.h"

namespace ibid {

class FlatText {
 public:
  // source: a passage as stored; visible: its visible_text(), of the same
  // length. Each run of white space becomes one space; markup goes, and leaves
  // a space only where words would run together without.
  FlatText(std::string_view source, std::string_view visible);

  const std::string& text() const { return text_; }

  // The stretch of text() that a stretch of visible became. Empty where it was
  // white space and markup only.
  Span map(Span visible) const;

  // Code points of a stretch of text().
  size_t chars(Span flat) const {
    return chars_[flat.end] - chars_[flat.start];
  }

 private:
  // Takes over a run of ASCII without white space; where it ends.
  size_t add_plain(std::string_view visible, size_t start);

  std::string text_;
  // For each byte of visible: where in text_ its character begins, and where it
  // ends. Both are the size of text_ so far for what is not in it.
  std::vector<uint32_t> before_;
  std::vector<uint32_t> after_;
  // For each byte of text_, and for its end, the code points that begin before.
  std::vector<uint32_t> chars_;
};

}  // namespace ibid
