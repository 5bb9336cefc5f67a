// SPDX-License-Identifier: GPL-3.0-or-later
// The text is walked once. Characters of scripts with spaces form compounds
// (index/compound.h), which give their parts, themselves and their other
// spellings; Han, Kana and Hangul give n-grams; Thai and its neighbours are cut
// by ICU's dictionaries.
#include "index/analysis.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "index/char_class.h"
#include "index/compound.h"
#include "index/text.h"
#include "index/word_table.h"

namespace ibid {
namespace {

// A compound of more pieces, or longer, is only its parts.
constexpr size_t kMaxPieces = 8;
constexpr size_t kMaxCompoundBytes = 64;

bool is_one_of(std::string_view ending, std::span<const char* const> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](const char* e) {
    return equal_ignoring_ascii_case(e, ending);
  });
}

// The ending of an English short form (don't, we'll) after its apostrophe.
bool is_short_form(std::string_view ending) {
  constexpr std::array kEndings = {"t", "re", "ve", "ll", "d", "m"};
  return is_one_of(ending, kEndings);
}

// Whether a short form is also written without its apostrophe: dont, Ive; but
// she'll, I'd and we're without it are other words.
bool drops_apostrophe(std::string_view ending) {
  constexpr std::array kEndings = {"t", "ve", "m"};
  return is_one_of(ending, kEndings);
}

// ICU's word breaker, made when the first text needs it.
class WordBreaker {
 public:
  // The words of text, as spans of it; text is a run of one script.
  std::vector<Span> words(std::string_view text) {
    if (!breaker_ && !make()) return {{0, text.size()}};
    UErrorCode status = U_ZERO_ERROR;
    UText* source = utext_openUTF8(nullptr, text.data(),
                                   static_cast<int64_t>(text.size()), &status);
    breaker_->setText(source, status);
    std::vector<Span> spans;
    int32_t start = breaker_->first();
    for (int32_t end = breaker_->next(); end != icu::BreakIterator::DONE;
         start = end, end = breaker_->next()) {
      spans.push_back({static_cast<size_t>(start), static_cast<size_t>(end)});
    }
    utext_close(source);
    return spans;
  }

 private:
  bool make() {
    UErrorCode status = U_ZERO_ERROR;
    breaker_.reset(
        icu::BreakIterator::createWordInstance(icu::Locale("th"), status));
    if (U_FAILURE(status)) breaker_.reset();
    return breaker_ != nullptr;
  }

  std::unique_ptr<icu::BreakIterator> breaker_;
};

// A letter with a sign is a name of its own: c++ and c# are not c.
bool is_name(const Piece& piece) {
  return piece.symbols > 0 && piece.characters == 1 && piece.letters;
}

bool is_contraction(std::string_view text, const Compound& c) {
  return c.pieces.size() == 2 && c.joints[0] == Joint::kApostrophe &&
         is_short_form(slice(text, c.pieces[1].span));
}

bool all_joints(const Compound& c, Joint joint) {
  return std::all_of(c.joints.begin(), c.joints.end(),
                     [&](Joint j) { return j == joint; });
}

bool is_version(std::string_view text, const Compound& c) {
  const std::string_view first = slice(text, c.pieces[0].span);
  return c.joints[0] == Joint::kDot && first.size() > 1 &&
         (first[0] == 'v' || first[0] == 'V') &&
         std::all_of(first.begin() + 1, first.end(), [](char d) {
           return is_ascii_digit(static_cast<unsigned char>(d));
         });
}

bool is_acronym(const Compound& c) {
  return all_joints(c, Joint::kDot) &&
         std::all_of(c.pieces.begin(), c.pieces.end(), [](const Piece& p) {
           return p.letters && p.characters == 1;
         });
}

// Whether people also write the compound without its joints.
bool is_joinable(const Compound& c) {
  if (all_joints(c, Joint::kApostrophe) || all_joints(c, Joint::kComma) ||
      is_acronym(c)) {
    return true;
  }
  return c.pieces.size() == 2 && c.joints[0] == Joint::kHyphen &&
         !(c.pieces[0].digits && c.pieces[1].digits);
}

// One walk over one text.
class Walk {
 public:
  // wanted: as Analyser takes it; null: all stems are.
  Walk(WordTable& words, WordBreaker& breaker, std::string_view text,
       const Beginnings* wanted, const Analyser::Sink& sink)
      : words_(words),
        breaker_(breaker),
        text_(text),
        wanted_(wanted),
        sink_(sink) {}

  // Returns the last position used.
  uint32_t run() {
    for (size_t i = 0; i < text_.size();) {
      if (!is_word_byte(text_[i])) {
        ++i;
        continue;
      }
      const CodePoint c = decode_utf8(text_, i);
      switch (char_class(c.value)) {
        case CharClass::kOther:
        case CharClass::kMark:
          i += c.length;
          break;
        case CharClass::kWord:
          i = plain_word(i);
          break;
        case CharClass::kIdeograph:
          i = ngrams(run_of(i, CharClass::kIdeograph));
          break;
        case CharClass::kUnspaced:
          i = dictionary_words(run_of(i, CharClass::kUnspaced));
          break;
      }
    }
    return position_;
  }

 private:
  // Characters of one kind, with the marks between and after them.
  Span run_of(size_t start, CharClass kind) const {
    size_t end = start;
    while (end < text_.size()) {
      const CodePoint c = decode_utf8(text_, end);
      const CharClass next = char_class(c.value);
      if (next != kind && next != CharClass::kMark) break;
      end += c.length;
    }
    return {start, end};
  }

  // The character at start, below end, with its marks.
  Span character(size_t start, size_t end) const {
    size_t i = start + decode_utf8(text_, start).length;
    while (i < end) {
      const CodePoint c = decode_utf8(text_, i);
      if (char_class(c.value) != CharClass::kMark) break;
      i += c.length;
    }
    return {start, i};
  }

  void emit(TokenRole role, Span span, uint32_t position, std::string_view word,
            std::string_view stem) {
    sink_({role, static_cast<uint32_t>(span.start),
           static_cast<uint32_t>(span.end), position, compound_, word, stem});
  }

  std::string_view folded(Span span) {
    return words_.folded(slice(text_, span));
  }

  std::string_view stem(std::string_view form) {
    if (wanted_ != nullptr && !words_.may_have_stem(form, *wanted_)) return {};
    return words_.stem(form);
  }

  // A token with a position of its own, named by the folded bytes of `named`.
  void word(TokenRole role, Span named, Span span, bool stemmed = true) {
    const std::string_view form = folded(named);
    if (form.empty()) return;
    emit(role, span, ++position_, form, stemmed ? stem(form) : form);
  }

  void part(TokenRole role, const Piece& piece) {
    if (is_name(piece)) {
      word(role, piece.span, piece.span, false);
    } else {
      const Span bare = {piece.span.start, piece.span.end - piece.symbols};
      word(role, bare, bare);
    }
  }

  // These return where the walk goes on.

  size_t plain_word(size_t start) {
    const size_t end = plain_word_end(text_, start);
    if (end == start) return compound(read_compound(text_, start));
    if (wanted_ == nullptr ||
        words_.may_be_wanted(text_.substr(start, end - start), *wanted_)) {
      word(TokenRole::kWord, {start, end}, {start, end});
    } else {
      ++position_;
    }
    return end;
  }

  size_t compound(Compound c) {
    const size_t end = c.span.end;
    drop_possessive(c);
    const Piece& first = c.pieces[0];
    if (c.pieces.size() == 1 && c.span == first.span &&
        (first.symbols == 0 || is_name(first))) {
      word(TokenRole::kWord, first.span, {first.span.start, end},
           first.symbols == 0);
    } else if (c.pieces.size() > kMaxPieces ||
               c.span.size() > kMaxCompoundBytes) {
      for (const Piece& piece : c.pieces) part(TokenRole::kWord, piece);
    } else {
      compound_ = ++compounds_;
      if (is_contraction(text_, c)) {
        contraction(c);
      } else {
        parts_and_whole(c);
      }
      compound_ = 0;
    }
    return end;
  }

  // rust's is the word rust, over the whole span.
  void drop_possessive(Compound& c) const {
    while (!c.joints.empty() && c.joints.back() == Joint::kApostrophe) {
      const Span last = c.pieces.back().span;
      if (c.span.end != last.end ||  // as in __it's__
          !equal_ignoring_ascii_case(slice(text_, last), "s")) {
        return;
      }
      c.pieces.pop_back();
      c.joints.pop_back();
      c.span.end = c.pieces.back().span.end;
    }
  }

  // don't is one word, also findable as dont.
  void contraction(const Compound& c) {
    word(TokenRole::kWord, c.span, c.span);
    if (drops_apostrophe(slice(text_, c.pieces[1].span))) {
      joined(c.span, position_, pieces_together(c));
    }
  }

  void parts_and_whole(const Compound& c) {
    const uint32_t first = position_ + 1;
    for (const Piece& piece : c.pieces) part(TokenRole::kPart, piece);
    const std::string_view whole = folded(c.span);
    emit(TokenRole::kWhole, c.span, first, whole, whole);
    joined(c.span, first, other_spelling(c));
  }

  // The compound as people may write it instead; empty: there is no such way.
  std::string other_spelling(const Compound& c) {
    if (c.joints.empty()) return "";
    if (is_version(text_, c)) return without_letter(c);
    return is_joinable(c) ? pieces_together(c) : "";
  }

  // 1.4.22 of v1.4.22.
  std::string without_letter(const Compound& c) {
    return std::string(
        folded({c.pieces[0].span.start + 1, c.pieces.back().span.end}));
  }

  std::string pieces_together(const Compound& c) {
    std::string out;
    for (const Piece& piece : c.pieces) out += folded(piece.span);
    return out;
  }

  void joined(Span span, uint32_t position, std::string_view form) {
    if (form.empty()) return;
    form = form.substr(0, utf8_floor(form, kMaxWordBytes));
    emit(TokenRole::kJoined, span, position, form, stem(form));
  }

  size_t ngrams(Span run) {
    Span last = character(run.start, run.end);
    if (last.end == run.end) {
      word(TokenRole::kNgram, last, last, false);
      return run.end;
    }
    while (last.end < run.end) {
      const Span next = character(last.end, run.end);
      const Span pair = {last.start, next.end};
      word(TokenRole::kNgram, pair, pair, false);
      single(last);
      last = next;
    }
    single(last);
    return run.end;
  }

  void single(Span character) {
    const std::string_view form = folded(character);
    emit(TokenRole::kChar, character, position_, form, form);
  }

  size_t dictionary_words(Span run) {
    for (const Span inner : breaker_.words(slice(text_, run))) {
      const Span span = {run.start + inner.start, run.start + inner.end};
      word(TokenRole::kWord, span, span, false);
    }
    return run.end;
  }

  WordTable& words_;
  WordBreaker& breaker_;
  std::string_view text_;
  const Beginnings* wanted_;
  const Analyser::Sink& sink_;
  uint32_t position_ = 0;
  uint32_t compound_ = 0;   // of the tokens being given; 0: none
  uint32_t compounds_ = 0;  // how many there were
};

}  // namespace

class Analyser::Impl {
 public:
  explicit Impl(std::string_view name) : language(name), words(name) {}

  std::string language;
  WordTable words;
  WordBreaker breaker;
};

Analyser::Analyser(std::string_view language)
    : impl_(std::make_unique<Impl>(language)) {}
Analyser::~Analyser() = default;
Analyser::Analyser(Analyser&&) noexcept = default;
Analyser& Analyser::operator=(Analyser&&) noexcept = default;

const std::string& Analyser::language() const { return impl_->language; }

uint32_t Analyser::analyse(std::string_view text, const Sink& sink) const {
  return Walk(impl_->words, impl_->breaker, text, nullptr, sink).run();
}

uint32_t Analyser::analyse(std::string_view text, const Beginnings& wanted,
                           const Sink& sink) const {
  return Walk(impl_->words, impl_->breaker, text, &wanted, sink).run();
}

std::string Analyser::stem(std::string_view folded_word) const {
  return std::string(impl_->words.stem(folded_word));
}

}  // namespace ibid
