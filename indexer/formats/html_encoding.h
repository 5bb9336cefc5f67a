// SPDX-License-Identifier: GPL-3.0-or-later
// The first step of reading HTML: finds out the encoding of a page and gives
// its text as UTF-8, together with the way back to the bytes of the source.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ibid {

// The encoding of a page, under a name that ICU knows: by byte order mark, else
// <meta charset> or http-equiv in the first kilobytes, else the XML
// declaration; else UTF-8 where the bytes are that, else ICU's guess where it
// is sure enough, else windows-1252. Declared names are read as browsers read
// them (iso-8859-1 means windows-1252); one that no ASCII-based page can have
// is passed over.
std::string find_encoding(std::string_view source);

// A page as UTF-8. Keeps a view of source, which must outlive it.
class HtmlBytes {
 public:
  explicit HtmlBytes(std::string_view source);
  HtmlBytes(const HtmlBytes&) = delete;
  HtmlBytes& operator=(const HtmlBytes&) = delete;

  // Valid UTF-8 without a byte order mark; what could not be decoded is U+FFFD.
  std::string_view text() const { return text_; }

  const std::string& encoding() const { return encoding_; }

  // Bytes of the source where these offsets into text() stand; offsets must
  // ascend. One inside a character gives that character's first byte.
  std::vector<size_t> source_offsets(const std::vector<size_t>& offsets) const;

 private:
  std::string_view source_;  // without its byte order mark
  size_t mark_bytes_ = 0;    // length of the byte order mark
  std::string encoding_;
  std::string converted_;  // empty where source_ is UTF-8 as it stands
  std::string_view text_;
};

}  // namespace ibid
