// SPDX-License-Identifier: GPL-3.0-or-later
// The second step of reading HTML: libxml2's SAX parser behind three events
// that always balance and know where in the text they stand. What would make
// the parser slow, deep or silent on hostile pages is dealt with here.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ibid {

// Valid only inside HtmlEvents::start.
struct HtmlTag {
  std::string_view name;  // lower case
  size_t start = 0;       // offset of its '<'
  size_t end = 0;         // offset after its '>'
  // Names and values in turn, ended by a null; null: no attributes. A value
  // may be null.
  const char* const* attributes = nullptr;

  // The value, trimmed; an attribute without one has an empty value.
  std::optional<std::string_view> attribute(std::string_view key) const;
};

class HtmlEvents {
 public:
  virtual ~HtmlEvents() = default;

  // An element begins, written in the page or implied. Void elements end at
  // once.
  virtual void start(const HtmlTag& tag) = 0;
  // The innermost open element ends. [tag_start, tag_end) is its end tag;
  // empty where none is written, at the place that ended it.
  virtual void end(size_t tag_start, size_t tag_end) = 0;
  // A piece of text (never of script or style), whole characters, references
  // resolved, as written in [start, end).
  virtual void text(std::string_view text, size_t start, size_t end) = 0;
};

// Parses html (valid UTF-8). Below kMaxNesting open elements further ones end
// at once, so their text belongs to the element around them.
void parse_html(std::string_view html, HtmlEvents& events);

}  // namespace ibid
