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
  enum class Kind {
    kByte,
    kAny,    // ?
    kSet,    // [...]
    kStar,   // *
    kStars,  // **
    kMaybe,  // the two elements after this one may be left out
  };
  Kind kind = Kind::kByte;
  char byte = 0;
  std::string_view set = {};  // the inside of the brackets
};
using Kind = Element::Kind;

class Parser {
 public:
  explicit Parser(std::string_view pattern) : rest_(pattern) {}

  std::vector<Element> parse() {
    while (!rest_.empty()) next();
    return std::move(elements_);
  }

 private:
  void next() {
    if (rest_.starts_with("**/")) {
      add({Kind::kMaybe}, 0);
      add({Kind::kStars}, 2);
      add({Kind::kByte, '/'}, 1);
    } else if (rest_.starts_with("**")) {
      add({Kind::kStars}, 2);
    } else if (rest_[0] == '*') {
      add({Kind::kStar}, 1);
    } else if (rest_[0] == '?') {
      add({Kind::kAny}, 1);
    } else if (rest_[0] == '[' && set_end() != rest_.npos) {
      const size_t end = set_end();
      add({Kind::kSet, 0, rest_.substr(1, end - 1)}, end + 1);
    } else {
      if (rest_[0] == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
      add({Kind::kByte, rest_[0]}, 1);
    }
  }

  void add(const Element& element, size_t length) {
    elements_.push_back(element);
    rest_.remove_prefix(length);
  }

  // A ] at the beginning of the set is in it.
  size_t set_end() const {
    const size_t first = rest_.starts_with("[!") ? 2 : 1;
    return rest_.find(']', first + 1);
  }

  std::string_view rest_;
  std::vector<Element> elements_;
};

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
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

// Whether element can take c; a star can take more after it.
bool takes(const Element& element, char c) {
  switch (element.kind) {
    case Kind::kByte:
      return c == element.byte;
    case Kind::kAny:
      return c != '/' && !is_continuation(c);
    case Kind::kStar:
      return c != '/';
    case Kind::kSet:
      return c != '/' && in_set(element.set, c);
    case Kind::kStars:
      return true;
    case Kind::kMaybe:
      break;
  }
  return false;
}

bool repeats(const Element& element) {
  return element.kind == Kind::kStar || element.kind == Kind::kStars;
}

// Adds the elements that are reached from those in the set without a character.
void pass_on(const std::vector<Element>& elements, std::vector<bool>& reached) {
  for (size_t i = 0; i < elements.size(); ++i) {
    if (!reached[i]) continue;
    const bool maybe = elements[i].kind == Kind::kMaybe;
    if (maybe) reached[i + 3] = true;
    if (maybe || repeats(elements[i])) reached[i + 1] = true;
  }
}

// The elements reached after one more byte of the path.
void take(const std::vector<Element>& elements, char c,
          const std::vector<bool>& now, std::vector<bool>& next) {
  next.assign(now.size(), false);
  for (size_t i = 0; i < elements.size(); ++i) {
    if (!now[i]) continue;
    if (takes(elements[i], c)) next[repeats(elements[i]) ? i : i + 1] = true;
  }
  // ? takes a code point: behind it, its further bytes change nothing.
  for (size_t i = 1; i < now.size() && is_continuation(c); ++i) {
    if (now[i] && elements[i - 1].kind == Kind::kAny) next[i] = true;
  }
  pass_on(elements, next);
}

}  // namespace

bool glob_match(std::string_view pattern, std::string_view path) {
  const std::vector<Element> elements = Parser(pattern).parse();
  std::vector<bool> now(elements.size() + 1);
  std::vector<bool> next;
  now[0] = true;
  pass_on(elements, now);
  for (const char c : path) {
    take(elements, c, now, next);
    std::swap(now, next);
  }
  return now.back();
}

bool path_match(std::string_view pattern, std::string_view path) {
  while (pattern.size() > 1 && pattern.back() == '/') pattern.remove_suffix(1);
  if (pattern.find('/') != std::string_view::npos) {
    const std::string anywhere = "**/" + std::string(pattern);
    return glob_match(anywhere, path) || glob_match(anywhere + "/**", path);
  }
  for (size_t start = 0; start <= path.size();) {
    const size_t end = std::min(path.find('/', start), path.size());
    if (glob_match(pattern, path.substr(start, end - start))) return true;
    start = end + 1;
  }
  return false;
}

}  // namespace ibid
