// SPDX-License-Identifier: GPL-3.0-or-later
// git's patterns differ from those of glob.h in this: ? and sets take one byte,
// sets know classes, escapes and '^', and ** means more than * only between
// slashes (and directly behind the literal head, which git does not document).
// So each set is worked out and written as the list of its bytes.
#include "indexer/ignore_pattern.h"

#include <ctype.h>

#include <array>
#include <bitset>

namespace ibid {
namespace {

using ByteSet = std::bitset<256>;

struct CharClass {
  std::string_view name;
  int (*holds)(int);
};

constexpr std::array<CharClass, 12> kClasses = {{
    {"alnum", isalnum},
    {"alpha", isalpha},
    {"blank", isblank},
    {"cntrl", iscntrl},
    {"digit", isdigit},
    {"graph", isgraph},
    {"lower", islower},
    {"print", isprint},
    {"punct", ispunct},
    {"space", isspace},
    {"upper", isupper},
    {"xdigit", isxdigit},
}};

void add_range(ByteSet& set, unsigned char first, unsigned char last) {
  for (size_t c = first; c <= last; ++c) set.set(c);
}

// Reads what stands between '[' and ']'.
class SetReader {
 public:
  explicit SetReader(std::string_view rest) : rest_(rest) {}

  // The set; nullopt where it is not closed or names an unknown class.
  std::optional<ByteSet> read() {
    const bool negated = rest_.starts_with('!') || rest_.starts_with('^');
    if (negated) rest_.remove_prefix(1);
    // A ']' that comes first is a member.
    for (bool first = true; first || !rest_.starts_with(']'); first = false) {
      if (!read_member()) return std::nullopt;
    }
    rest_.remove_prefix(1);
    if (negated) set_.flip();
    set_.reset('/');
    set_.reset('\0');
    return set_;
  }

  // What follows the set.
  std::string_view rest() const { return rest_; }

 private:
  bool read_member() {
    if (rest_.starts_with("[:")) {
      const size_t close = rest_.find(']', 2);
      if (close == std::string_view::npos) return false;
      // Without ":]" the '[' is a member as others.
      if (close > 2 && rest_[close - 1] == ':') return read_class(close);
    }
    if (range_from_ && rest_.starts_with('-') && rest_.size() > 1 &&
        rest_[1] != ']') {
      return read_range();
    }
    range_from_ = read_byte();
    if (range_from_) set_.set(*range_from_);
    return range_from_.has_value();
  }

  bool read_class(size_t close) {
    const std::string_view name = rest_.substr(2, close - 3);
    rest_.remove_prefix(close + 1);
    range_from_ = std::nullopt;
    for (const CharClass& known : kClasses) {
      if (known.name != name) continue;
      for (int c = 0; c < 128; ++c) {
        if (known.holds(c) != 0) set_.set(static_cast<size_t>(c));
      }
      return true;
    }
    return false;
  }

  bool read_range() {
    rest_.remove_prefix(1);
    const std::optional<unsigned char> last = read_byte();
    if (last) add_range(set_, *range_from_, *last);
    range_from_ = std::nullopt;
    return last.has_value();
  }

  std::optional<unsigned char> read_byte() {
    if (rest_.starts_with('\\')) rest_.remove_prefix(1);
    if (rest_.empty()) return std::nullopt;
    const auto byte = static_cast<unsigned char>(rest_[0]);
    rest_.remove_prefix(1);
    return byte;
  }

  std::string_view rest_;
  ByteSet set_;
  std::optional<unsigned char> range_from_;
};

// The members, with ']', '!' and '-' where glob.h takes them as they are.
std::string set_members(const ByteSet& set) {
  std::string out = set[']'] ? "]" : "";
  for (size_t c = 1; c < set.size(); ++c) {
    const bool special = c == ']' || c == '!' || c == '-';
    if (set[c] && !special) out += static_cast<char>(c);
  }
  if (set['!']) out += '!';
  if (set['-']) out.insert(out == "!" ? 0 : out.size(), 1, '-');
  return out;
}

class Translation {
 public:
  explicit Translation(std::string_view pattern) : rest_(pattern) {}

  std::optional<IgnorePattern> run() {
    while (!rest_.empty()) {
      if (!take()) return std::nullopt;
    }
    end_run();
    return out_;
  }

 private:
  // Takes one element; false where nothing can match it.
  bool take() {
    const char c = rest_[0];
    if (c == '*') return take_stars();
    if (c == '[') return take_set();
    rest_.remove_prefix(1);
    if (c == '?') {
      put_wildcard("[!/]");
      return true;
    }
    if (c != '\\') {
      put_literal(c);
      return true;
    }
    if (rest_.empty()) return false;
    escaped_ = true;
    put_literal(rest_[0]);
    rest_.remove_prefix(1);
    return true;
  }

  bool take_stars() {
    // git compares the literal head by itself, and what is left begins there.
    const bool begins =
        (out_.wildcards == 0 && !escaped_) || out_.glob.ends_with('/');
    size_t count = rest_.find_first_not_of('*');
    if (count == std::string_view::npos) count = rest_.size();
    rest_.remove_prefix(count);
    const bool folders = count > 1 && begins;
    if (folders && rest_.starts_with('/')) {
      put_wildcard("**/");
      rest_.remove_prefix(1);
    } else {
      put_wildcard(folders && rest_.empty() ? "**" : "*");
    }
    return true;
  }

  bool take_set() {
    SetReader reader(rest_.substr(1));
    const std::optional<ByteSet> set = reader.read();
    rest_ = reader.rest();
    if (!set || set->none()) return false;
    const std::string members = set_members(*set);
    if (members.size() == 1) {
      put_literal(members[0]);
    } else {
      put_wildcard("[" + members + "]");
    }
    return true;
  }

  void put_literal(char c) {
    if (std::string_view("*?[\\").find(c) != std::string_view::npos) {
      out_.glob += '\\';
    }
    out_.glob += c;
    out_.plain += c;
    run_ += c;
  }

  void put_wildcard(std::string_view glob) {
    end_run();
    out_.glob += glob;
    ++out_.wildcards;
  }

  void end_run() {
    if (run_.size() > out_.literal.size()) out_.literal = run_;
    run_.clear();
  }

  std::string_view rest_;
  std::string run_;  // literals since the last wildcard
  bool escaped_ = false;
  IgnorePattern out_;
};

}  // namespace

std::optional<IgnorePattern> translate_ignore_pattern(
    std::string_view pattern) {
  return Translation(pattern).run();
}

}  // namespace ibid
