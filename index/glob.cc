// SPDX-License-Identifier: GPL-3.0-or-later
// A pattern is a list of elements; all places in it that the path so far can
// have reached are followed at once, so that no pattern takes more than
// elements x bytes of the path.
#include "index/glob.h"

#include <algorithm>
#include <string>
#include <vector>

namespace ibid {
namespace {

struct Element {
  enum class Kind { kByte, kAny, kSet, kStar, kStars, kFolders };
  Kind kind;
  std::string_view text;  // the byte, or the inside of the set
  bool repeats() const { return kind >= Kind::kStar; }
};

// The element at the beginning of pattern, and how many bytes it takes.
struct Parsed {
  Element element;
  size_t length;
};

Parsed parse_set(std::string_view pattern) {
  const size_t first = pattern.substr(1, 1) == "!" ? 2 : 1;
  const size_t close = pattern.find(']', first + 1);
  if (close == std::string_view::npos) {
    return {{Element::Kind::kByte, pattern.substr(0, 1)}, 1};
  }
  return {{Element::Kind::kSet, pattern.substr(1, close - 1)}, close + 1};
}

Parsed parse_element(std::string_view pattern) {
  using Kind = Element::Kind;
  if (pattern.starts_with("**/")) return {{Kind::kFolders, {}}, 3};
  if (pattern.starts_with("**")) return {{Kind::kStars, {}}, 2};
  if (pattern[0] == '*') return {{Kind::kStar, {}}, 1};
  if (pattern[0] == '?') return {{Kind::kAny, {}}, 1};
  if (pattern[0] == '[') return parse_set(pattern);
  if (pattern[0] == '\\' && pattern.size() > 1) {
    return {{Kind::kByte, pattern.substr(1, 1)}, 2};
  }
  return {{Kind::kByte, pattern.substr(0, 1)}, 1};
}

std::vector<Element> parse(std::string_view pattern) {
  std::vector<Element> elements;
  while (!pattern.empty()) {
    const Parsed parsed = parse_element(pattern);
    elements.push_back(parsed.element);
    pattern.remove_prefix(parsed.length);
  }
  return elements;
}

bool in_set(std::string_view set, char c) {
  const bool negated = set.starts_with('!');
  if (negated) set.remove_prefix(1);
  bool found = false;
  for (size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      found = found || (c >= set[i] && c <= set[i + 2]);
      i += 2;
    } else {
      found = found || c == set[i];
    }
  }
  return found != negated;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The elements reached; a star is also passed without taking anything.
class Reached {
 public:
  explicit Reached(const std::vector<Element>& elements)
      : elements_(elements), now_(elements.size() + 1) {
    add(now_, 0);
  }

  void take(char c) {
    std::vector<bool> next(now_.size());
    for (size_t i = 0; i < elements_.size(); ++i) {
      if (now_[i]) step(next, i, c);
    }
    // ? takes a code point: behind it, its further bytes change nothing.
    for (size_t i = 1; i < now_.size() && is_continuation(c); ++i) {
      const bool after_any = elements_[i - 1].kind == Element::Kind::kAny;
      if (now_[i] && after_any) add(next, i);
    }
    now_ = std::move(next);
  }

  bool at_end() const { return now_.back(); }

 private:
  void add(std::vector<bool>& set, size_t i) const {
    set[i] = true;
    for (; i < elements_.size() && elements_[i].repeats(); ++i) {
      set[i + 1] = true;
    }
  }

  void step(std::vector<bool>& next, size_t i, char c) const {
    const Element& element = elements_[i];
    switch (element.kind) {
      case Element::Kind::kByte:
        if (c == element.text[0]) add(next, i + 1);
        break;
      case Element::Kind::kAny:
        if (c != '/' && !is_continuation(c)) add(next, i + 1);
        break;
      case Element::Kind::kSet:
        if (c != '/' && in_set(element.text, c)) add(next, i + 1);
        break;
      case Element::Kind::kStar:
        if (c != '/') add(next, i);
        break;
      case Element::Kind::kStars:
        add(next, i);
        break;
      case Element::Kind::kFolders:
        next[i] = true;
        if (c == '/') add(next, i);
        break;
    }
  }

  const std::vector<Element>& elements_;
  std::vector<bool> now_;
};

}  // namespace

bool glob_match(std::string_view pattern, std::string_view path) {
  const std::vector<Element> elements = parse(pattern);
  Reached reached(elements);
  for (const char c : path) reached.take(c);
  return reached.at_end();
}

bool path_match(std::string_view pattern, std::string_view path) {
  while (pattern.size() > 1 && pattern.back() == '/') pattern.remove_suffix(1);
  const bool anchored = pattern.find('/') != std::string_view::npos;
  for (size_t start = 0; start <= path.size();) {
    const size_t end = std::min(path.find('/', start), path.size());
    const std::string_view rest = path.substr(start);
    if (anchored ? glob_match(pattern, rest)
                 : glob_match(pattern, path.substr(start, end - start))) {
      return true;
    }
    start = end + 1;
  }
  return anchored && glob_match(std::string(pattern) + "/**", path);
}

}  // namespace ibid
