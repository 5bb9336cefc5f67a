// SPDX-License-Identifier: GPL-3.0-or-later
// A pattern is a list of elements; all places in it that the path so far can
// have reached are followed at once, 64 at a step, so that no pattern takes
// long.
#include "index/glob.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <optional>

namespace ibid {
namespace {

constexpr size_t kBytes = 256;
constexpr size_t kWordBits = 64;
using ByteSet = std::bitset<kBytes>;

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

// Of stars side by side, whatever they are, few are left: else a long run of
// them would be reached all at once.
class Parser {
 public:
  // is_name: the pattern is held against a name, so ** is no more than *.
  Parser(std::string_view pattern, bool is_name)
      : rest_(pattern), is_name_(is_name) {}

  // The elements of the pattern; more than kMaxGlobElements: not all of them.
  std::vector<Element> parse() {
    while (!rest_.empty() && elements_.size() <= kMaxGlobElements) next();
    return std::move(elements_);
  }

  // With **/ before them.
  std::vector<Element> parse_below_folders() {
    add_folders();
    return parse();
  }

 private:
  void next() {
    if (rest_.starts_with("**/")) {
      add_folders();
      rest_.remove_prefix(3);
    } else if (rest_.starts_with("**")) {
      add_star(is_name_ ? Kind::kStar : Kind::kStars);
      rest_.remove_prefix(2);
    } else if (rest_[0] == '*') {
      add_star(Kind::kStar);
      rest_.remove_prefix(1);
    } else if (rest_[0] == '?') {
      add({Kind::kAny}, 1);
    } else if (const auto end = set_end()) {
      add({Kind::kSet, 0, rest_.substr(1, *end - 1)}, *end + 1);
    } else {
      if (rest_[0] == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
      add({Kind::kByte, rest_[0]}, 1);
    }
  }

  void add(const Element& element, size_t length) {
    elements_.push_back(element);
    rest_.remove_prefix(length);
    open_ = elements_.size();
  }

  // The stars that end the list so far.
  bool ends_with(Kind kind) const {
    return elements_.size() > open_ && elements_[open_].kind == kind;
  }
  bool ends_with_folders() const {
    return elements_.size() >= open_ + 3 &&
           elements_[elements_.size() - 3].kind == Kind::kMaybe;
  }

  // ** beside other stars is ** alone, and so is **/* together.
  void add_star(Kind kind) {
    if (ends_with(Kind::kStars) || ends_with_only(kind)) return;
    if (kind == Kind::kStars || ends_with_folders()) {
      elements_.resize(open_);
      kind = Kind::kStars;
    }
    elements_.push_back({kind});
  }

  bool ends_with_only(Kind kind) const {
    return elements_.size() == open_ + 1 && elements_.back().kind == kind;
  }

  void add_folders() {
    if (ends_with(Kind::kStars) || ends_with_folders()) return;
    elements_.insert(elements_.end(),
                     {{Kind::kMaybe}, {Kind::kStars}, {Kind::kByte, '/'}});
  }

  // Where the set at the beginning of the rest ends. A ] at the beginning of a
  // set is in it.
  std::optional<size_t> set_end() {
    if (rest_[0] != '[' || no_more_sets_) return std::nullopt;
    const size_t first = rest_.starts_with("[!") ? 2 : 1;
    const size_t end = rest_.find(']', first + 1);
    no_more_sets_ = end == rest_.npos;
    return no_more_sets_ ? std::nullopt : std::optional(end);
  }

  std::string_view rest_;
  bool is_name_;
  std::vector<Element> elements_;
  size_t open_ = 0;  // where the run of stars at the end of the list begins
  bool no_more_sets_ = false;
};

ByteSet bytes_of(std::string_view set) {
  const bool negated = set.starts_with('!');
  if (negated) set.remove_prefix(1);
  ByteSet bytes;
  for (size_t i = 0; i < set.size(); ++i) {
    const auto first = static_cast<unsigned char>(set[i]);
    auto last = first;
    if (i + 2 < set.size() && set[i + 1] == '-') {
      last = static_cast<unsigned char>(set[i + 2]);
      i += 2;
    }
    for (size_t byte = first; byte <= last; ++byte) bytes.set(byte);
  }
  if (negated) bytes.flip();
  return bytes;
}

bool is_continuation(size_t byte) { return (byte & 0xC0) == 0x80; }

// Calls visit with each byte that an element can take.
template <class Visit>
void for_each_byte(const Element& element, Visit&& visit) {
  if (element.kind == Kind::kMaybe) return;
  if (element.kind == Kind::kByte) {
    visit(static_cast<unsigned char>(element.byte));
    return;
  }
  const ByteSet set =
      element.kind == Kind::kSet ? bytes_of(element.set) : ByteSet();
  for (size_t byte = 0; byte < kBytes; ++byte) {
    const bool taken =
        element.kind == Kind::kStars ||
        (byte != '/' &&
         (element.kind == Kind::kStar || set[byte] ||
          (element.kind == Kind::kAny && !is_continuation(byte))));
    if (taken) visit(byte);
  }
}

std::vector<Element> elements_of(std::string_view pattern, Glob::Match match) {
  if (match == Glob::Match::kWhole) return Parser(pattern, false).parse();
  while (pattern.size() > 1 && pattern.back() == '/') pattern.remove_suffix(1);
  const bool is_name = pattern.find('/') == std::string_view::npos;
  return Parser(pattern, is_name).parse_below_folders();
}

}  // namespace

Glob::Glob(std::string_view pattern, Match match) {
  std::vector<Element> elements = elements_of(pattern, match);
  const size_t end = elements.size();
  if (end > kMaxGlobElements) return;
  if (match == Match::kNames) {  // and all that is below
    elements.push_back({Kind::kByte, '/'});
    elements.push_back({Kind::kStars});
  }
  const size_t count = elements.size() / kWordBits + 1;
  words_.resize(count);
  takes_.resize(kBytes * count);
  const auto bit = [](size_t place) {
    return uint64_t{1} << place % kWordBits;
  };
  for (size_t place = 0; place < elements.size(); ++place) {
    const Element& element = elements[place];
    const size_t i = place / kWordBits;
    const bool is_star =
        element.kind == Kind::kStar || element.kind == Kind::kStars;
    const bool is_maybe = element.kind == Kind::kMaybe;
    for_each_byte(element,
                  [&](size_t byte) { takes_[byte * count + i] |= bit(place); });
    if (is_star) words_[i].repeats |= bit(place);
    if (is_star || is_maybe) words_[i].opens |= bit(place);
    if (is_maybe) words_[i].leaps |= bit(place);
    if (element.kind == Kind::kAny) {
      words_[(place + 1) / kWordBits].after_any |= bit(place + 1);
    }
  }
  for (const size_t place : {end, elements.size()}) {
    words_[place / kWordBits].ends |= bit(place);
  }
}

// With the places that are reached from those without a byte: the longest way
// is over a * and a **/ side by side.
inline uint64_t Glob::close(const Word& word, uint64_t places) {
  for (int steps = 0; steps < 3; ++steps) {
    places |= (places & word.opens) << 1 | (places & word.leaps) << 3;
  }
  return places;
}

// Takes one more byte of the path: the places in the first words, `count` of
// them, become those behind it. Gives the number of words up to the last that
// has any then.
inline size_t Glob::step(unsigned char byte, size_t count,
                         uint64_t* reached) const {
  const uint64_t* takes = &takes_[byte * words_.size()];
  // ? takes a code point: behind it, its further bytes change nothing.
  const uint64_t stay = is_continuation(byte) ? ~uint64_t{0} : 0;
  size_t used = 0;
  uint64_t from_below = 0;
  for (size_t i = 0; i < count; ++i) {
    const Word& word = words_[i];
    const uint64_t taken = reached[i] & takes[i];
    const uint64_t moved = taken & ~word.repeats;
    const uint64_t kept =
        (taken & word.repeats) | (reached[i] & word.after_any & stay);
    const uint64_t next = close(word, kept | moved << 1 | from_below);
    from_below = moved >> (kWordBits - 1) |
                 (next & word.opens) >> (kWordBits - 1) |
                 (next & word.leaps) >> (kWordBits - 3);
    reached[i] = next;
    if (next != 0) used = i + 1;
  }
  return used;
}

bool Glob::matches(std::string_view path) const {
  if (words_.empty()) return false;
  std::vector<uint64_t> reached(words_.size());
  reached[0] = close(words_[0], 1);
  size_t count = 1;
  for (const char c : path) {
    count = step(static_cast<unsigned char>(c),
                 std::min(count + 1, words_.size()), reached.data());
    if (count == 0) return false;
  }
  for (size_t i = 0; i < count; ++i) {
    if ((reached[i] & words_[i].ends) != 0) return true;
  }
  return false;
}

bool glob_match(std::string_view pattern, std::string_view path) {
  return Glob(pattern, Glob::Match::kWhole).matches(path);
}

bool path_match(std::string_view pattern, std::string_view path) {
  return Glob(pattern, Glob::Match::kNames).matches(path);
}

}  // namespace ibid
