// SPDX-License-Identifier: GPL-3.0-or-later
// A term is read letter by letter, each adding a row to the table of edit
// distances (optimal string alignment). Once the least number of a row is above
// the bound, no term that begins like this is near, and neither is any before
// the next beginning whose row stays within the bound: the walk leaps there.
#include "searcher/near_terms.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "index/text.h"

namespace ibid {
namespace {

// The edits from the letters so far to each beginning of the word.
struct Row {
  std::array<uint8_t, NearTerms::kMaxLetters + 1> edits;
  uint8_t least = 0;
};

class Walk {
 public:
  Walk(std::u32string_view word, Alphabet alphabet, int edits, Start start)
      : word_(word),
        letters_(word),
        alphabet_(alphabet),
        bound_(edits),
        start_(start),
        rows_(word.size() + static_cast<size_t>(edits) + 2) {
    std::sort(letters_.begin(), letters_.end());
    letters_.erase(std::unique(letters_.begin(), letters_.end()),
                   letters_.end());
    for (size_t i = 0; i <= word.size(); ++i) {
      rows_[0].edits[i] = static_cast<uint8_t>(i);
    }
  }

  // Reads a term, which comes after those read before. Whether it is within the
  // bound, all of it, at exactly that many edits.
  bool read(std::string_view term) {
    size_t depth = 0;
    for (size_t i = 0; i < term.size(); ++depth) {
      const CodePoint c = decode_utf8(term, i);
      i += c.length;
      if (depth < path_.size() && path_[depth] == c.value) continue;
      path_.resize(depth);
      if (!extend(c.value)) {
        failed_ = c.value;
        return false;
      }
    }
    path_.resize(depth);
    failed_ = 0;
    return rows_[depth].edits[word_.size()] == bound_;
  }

  // The least text behind the term last read (in the beginning: at all) that
  // may be the beginning of a near one; nullopt: there is none.
  std::optional<std::string> next() {
    while (true) {
      if (const auto letter = viable_after(failed_)) return path_and(*letter);
      if (path_.empty()) return std::nullopt;
      failed_ = path_.back();
      path_.pop_back();
    }
  }

 private:
  bool may_start(char32_t c) const {
    return (c == word_[0]) == (start_ == Start::kSame);
  }

  // Goes on by a letter, where the row stays within the bound.
  bool extend(char32_t c) {
    if (c < alphabet_.first || c > alphabet_.last) return false;
    if (path_.empty() && !may_start(c)) return false;
    if (least_with(c) > bound_) return false;
    path_ += c;
    return true;
  }

  // Makes the row behind the path's from the path and c; its least number.
  int least_with(char32_t c) {
    const size_t depth = path_.size();
    const Row& above = rows_[depth];
    Row& row = rows_[depth + 1];
    row.edits[0] = static_cast<uint8_t>(depth + 1);
    row.least = row.edits[0];
    for (size_t i = 1; i <= word_.size(); ++i) {
      int edits = above.edits[i - 1] + (word_[i - 1] == c ? 0 : 1);
      edits = std::min({edits, above.edits[i] + 1, row.edits[i - 1] + 1});
      if (i > 1 && depth > 0 && c == word_[i - 2] &&
          path_.back() == word_[i - 1]) {
        edits = std::min(edits, rows_[depth - 1].edits[i - 2] + 1);
      }
      row.edits[i] = static_cast<uint8_t>(edits);
      row.least = std::min(row.least, row.edits[i]);
    }
    return row.least;
  }

  // The first letter above c that the path can go on with.
  std::optional<char32_t> viable_after(char32_t c) {
    char32_t from = std::max<char32_t>(c + 1, alphabet_.first);
    if (path_.empty() && start_ == Start::kSame) {
      return from <= word_[0] ? std::optional(word_[0]) : std::nullopt;
    }
    if (rows_[path_.size()].least < bound_) {  // an edit is left: any letter
      if (path_.empty() && from == word_[0]) ++from;
      return from <= alphabet_.last ? std::optional(from) : std::nullopt;
    }
    for (const char32_t letter : letters_) {
      if (letter >= from && least_with(letter) <= bound_) return letter;
    }
    return std::nullopt;
  }

  std::string path_and(char32_t letter) const {
    std::string text;
    for (const char32_t c : path_) append_utf8(text, c);
    append_utf8(text, letter);
    return text;
  }

  std::u32string_view word_;
  std::u32string letters_;  // of the word, sorted, each once
  Alphabet alphabet_;
  int bound_;
  Start start_;
  std::u32string path_;    // letters that stayed within the bound
  std::vector<Row> rows_;  // by the number of letters
  char32_t failed_ = 0;    // the letter that did not; 0: the term ended
};

// Where a walk is among the terms prefix + text.
class Cursor {
 public:
  virtual ~Cursor() = default;
  // The first term that is not before prefix + text; nullopt: there is none.
  virtual std::optional<NearTerm> skip_to(const std::string& text) = 0;
};

// Among those of a database, by leaps.
class TreeCursor final : public Cursor {
 public:
  TreeCursor(const Xapian::Database& db, std::string_view prefix,
             const std::string& start)
      : prefix_(prefix),
        term_(db.allterms_begin(start)),
        end_(db.allterms_end(start)) {}

  std::optional<NearTerm> skip_to(const std::string& text) override {
    term_.skip_to(prefix_ + text);
    if (term_ == end_) return std::nullopt;
    return NearTerm{(*term_).substr(prefix_.size()), term_.get_termfreq()};
  }

 private:
  std::string prefix_;
  Xapian::TermIterator term_;
  Xapian::TermIterator end_;
};

// Among lists, one for each first byte: the terms before and behind all words,
// of which there are more, are never asked for.
class ListCursor final : public Cursor {
 public:
  ListCursor(const Xapian::Database& db, TermLists& lists,
             std::string_view prefix, char32_t last_letter)
      : db_(db), lists_(lists), prefix_(prefix) {
    std::string last;
    append_utf8(last, last_letter);
    last_byte_ = static_cast<unsigned char>(last[0]);
  }

  std::optional<NearTerm> skip_to(const std::string& text) override {
    const std::string wanted = prefix_ + text;
    for (int byte = static_cast<unsigned char>(text[0]); byte <= last_byte_;
         ++byte) {
      // No letter of any alphabet begins with these.
      if (byte > 'z' && byte < 0xC2) continue;
      const auto& terms =
          lists_.starting_with(prefix_ + static_cast<char>(byte), db_);
      const auto term =
          std::ranges::lower_bound(terms, wanted, {}, &ListedTerm::name);
      if (term == terms.end()) continue;
      return NearTerm{term->name.substr(prefix_.size()), term->passages};
    }
    return std::nullopt;
  }

 private:
  const Xapian::Database& db_;
  TermLists& lists_;
  std::string prefix_;
  int last_byte_ = 0;
};

}  // namespace

NearTerms::NearTerms(std::u32string word, Alphabet alphabet,
                     const Xapian::Database& db, TermLists* lists)
    : word_(std::move(word)), alphabet_(alphabet), db_(db), lists_(lists) {}

std::vector<NearTerm> NearTerms::find(std::string_view prefix, int edits,
                                      Start start) {
  std::string common(prefix);
  if (start == Start::kSame) append_utf8(common, word_[0]);
  std::unique_ptr<Cursor> cursor;
  if (lists_ == nullptr) {
    cursor = std::make_unique<TreeCursor>(db_, prefix, common);
  } else {
    const char32_t last = start == Start::kSame ? word_[0] : alphabet_.last;
    cursor = std::make_unique<ListCursor>(db_, *lists_, prefix, last);
  }
  std::vector<NearTerm> found;
  Walk walk(word_, alphabet_, edits, start);
  while (looks_ < kMaxLooks) {
    const auto next = walk.next();
    if (!next) break;
    ++looks_;
    auto term = cursor->skip_to(*next);
    if (!term) break;
    if (walk.read(term->word)) found.push_back(*std::move(term));
  }
  return found;
}

}  // namespace ibid
