// SPDX-License-Identifier: GPL-3.0-or-later
// The text is read once, from space to space. ASCII is folded here, other words
// by ICU, each only once for as long as the Fingerprinter lives.
#include "searcher/fingerprint.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "index/char_class.h"
#include "index/fold.h"
#include "index/hash.h"
#include "index/markup.h"
#include "index/span.h"
#include "index/text.h"
#include "searcher/telling_words.h"

namespace ibid {
namespace {

constexpr uint64_t kFactor = 0x9E3779B97F4A7C15;  // odd, its bits well mixed

bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }

struct ReadableText {
  std::string text;
  std::vector<Span> code;  // of text, in order, apart
};

// Whether two characters with nothing but markup between them are of two words.
bool needs_space(char before, char after) {
  return is_ascii_alnum(after) &&
         (is_ascii_alnum(before) ||
          std::string_view(".!?:;,)|").find(before) != std::string_view::npos);
}

// Markdown without its marks. Its code is what lies between one run of hidden
// backticks and the next.
ReadableText without_markup(std::string_view source, std::string_view visible) {
  ReadableText out;
  bool hidden = false;  // the byte before
  bool in_code = false;
  const auto close_code = [&] {
    if (in_code) out.code.back().end = out.text.size();
  };
  for (size_t i = 0; i < source.size(); ++i) {
    if (visible[i] == source[i]) {
      const char before = out.text.empty() ? ' ' : out.text.back();
      if (hidden && needs_space(before, visible[i])) out.text += ' ';
      out.text += visible[i];
      hidden = false;
      continue;
    }
    if (source[i] == '|') out.text += ' ';
    if (source[i] == '`' && (i == 0 || source[i - 1] != '`')) {
      close_code();
      in_code = !in_code;
      if (in_code) out.code.push_back({out.text.size(), out.text.size()});
    }
    hidden = true;
  }
  close_code();
  return out;
}

// Calls visit with each word of a folded text.
template <class Visit>
void each_word(std::string_view text, Visit&& visit) {
  size_t start = 0;
  bool inside = false;  // a word that begins at start
  const auto close = [&](size_t end) {
    if (inside) visit(text.substr(start, end - start));
    inside = false;
  };
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    const CharClass kind = char_class(c.value);
    const bool goes_on =
        kind == CharClass::kMark || (kind == CharClass::kWord && inside);
    if (!goes_on) {
      close(i);
      start = i;
      inside = kind == CharClass::kWord;
      if (kind == CharClass::kIdeograph || kind == CharClass::kUnspaced) {
        visit(text.substr(i, c.length));
      }
    }
    i += c.length;
  }
  close(text.size());
}

// The bytes of the white space at offset; 0: there is none.
size_t space_length(std::string_view text, size_t offset) {
  if (!is_wide(text[offset])) return is_space(text[offset]) ? 1 : 0;
  const CodePoint c = decode_multibyte(text, offset);
  return u_isUWhiteSpace(static_cast<UChar32>(c.value)) ? c.length : 0;
}

// Reads the texts of one passage. What stands between two spaces is folded by
// itself, which gives the same as folding the whole.
class Reader {
 public:
  explicit Reader(WordTable& forms) : forms_(forms) {}

  // code: of text, in order, apart.
  void read(std::string_view text, std::span<const Span> code) {
    TellingWords telling;
    size_t start = 0;
    bool at_line_start = true;
    const auto close = [&](size_t end) {
      if (end == start) return;
      while (!code.empty() && code.front().end <= start) code = code.subspan(1);
      const std::string_view chunk = text.substr(start, end - start);
      // A * at the start of a line is the mark of a list item.
      if (!at_line_start || chunk != "*") {
        telling.read(chunk, !code.empty() && code.front().start < end);
      }
      at_line_start = false;
      read_chunk(chunk);
    };
    for (size_t i = 0; i < text.size();) {
      const size_t space = space_length(text, i);
      if (space > 0) {
        close(i);
        start = i + space;
        at_line_start = at_line_start || text[i] == '\n' || text[i] == '\r';
      }
      i += std::max<size_t>(space, 1);
    }
    close(text.size());
    result_.telling = result_.telling * kFactor + telling.hash();
    add_text(0);
  }

  bool is_empty() const { return is_empty_; }

  Fingerprint finish() {
    result_.shingles = shingles();
    return std::move(result_);
  }

 private:
  void read_chunk(std::string_view chunk) {
    is_empty_ = false;
    const std::string_view form = folded(chunk);
    const uint64_t hash = hash64(form);
    add_text(hash);
    if (std::ranges::all_of(form, is_ascii_alnum)) {
      words_.push_back(hash);
    } else {
      each_word(form,
                [&](std::string_view word) { words_.push_back(hash64(word)); });
    }
  }

  // Valid until the next call.
  std::string_view folded(std::string_view chunk) {
    if (std::ranges::any_of(chunk, is_wide)) {
      const std::string_view form = forms_.folded(chunk);
      if (form.size() <= kMaxWordBytes - 4) return form;  // it is not cut
      form_ = fold(chunk);
      return form_;
    }
    form_.assign(chunk);
    for (char& c : form_) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return form_;
  }

  void add_text(uint64_t hash) {
    result_.text = (result_.text ^ hash) * kFactor + 1;
  }

  std::vector<uint64_t> shingles() const {
    std::vector<uint64_t> shingles;
    if (words_.size() < kMinWords) return shingles;
    shingles.reserve(words_.size());
    for (size_t i = 0; i + kShingleWords <= words_.size(); ++i) {
      uint64_t shingle = 0;
      for (size_t j = i; j < i + kShingleWords; ++j) {
        shingle = (shingle ^ words_[j]) * kFactor;
      }
      shingles.push_back(shingle ^ shingle >> 32);
    }
    std::ranges::sort(shingles);
    return shingles;
  }

  WordTable& forms_;
  std::string form_;
  std::vector<uint64_t> words_;  // their hashes
  Fingerprint result_;
  bool is_empty_ = true;
};

}  // namespace

Fingerprint Fingerprinter::read(const StoredPassage& passage) {
  Reader reader(words_);
  reader.read(passage.question, {});
  const std::string visible = visible_text(passage.text, passage.markup);
  if (visible == passage.text) {
    reader.read(passage.text, {});
  } else {
    const ReadableText readable = without_markup(passage.text, visible);
    reader.read(readable.text, readable.code);
  }
  // Where nothing is to be read, as of images, the sources are compared.
  if (reader.is_empty()) reader.read(passage.text, {});
  Fingerprint print = reader.finish();
  if (print.shingles.empty()) {
    // "None." under two headings says two things.
    Reader names(words_);
    names.read(passage.title, {});
    for (const std::string& heading : passage.headings) names.read(heading, {});
    print.text = print.text * kFactor + names.finish().text;
  }
  return print;
}

}  // namespace ibid
