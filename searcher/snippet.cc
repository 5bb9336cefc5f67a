// SPDX-License-Identifier: GPL-3.0-or-later
// The passage is made one line; its sentences (of code: its lines) are pieces
// of that line, and a window of consecutive pieces slides over them. A window
// is worth what it covers of the query: a stem counts once, and little more for
// its repeats. A sentence that is too long by itself is searched the same way
// with its words as pieces. All of it takes time linear in the passage.
#include "searcher/snippet.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <vector>

#include "index/markup.h"
#include "index/sentence.h"
#include "index/text.h"
#include "searcher/flat_text.h"
#include "searcher/match.h"

namespace ibid {
namespace {

constexpr std::string_view kEllipsis = "…";

// Words over kLongWord characters (texts without spaces) may be cut inside, at
// least every kWordPart characters.
constexpr size_t kLongWord = 40;
constexpr size_t kWordPart = 20;

// Scores closer than this are equal: adding and taking away leaves dust.
constexpr double kScoreDust = 1e-9;

// What a window covers, kept up to date as it slides.
class Coverage {
 public:
  explicit Coverage(const std::vector<double>& weights)
      : weights_(weights), counts_(weights.size()) {}

  void add(size_t key) {
    const double before = worth(counts_[key]++);
    score_ += weights_[key] * (worth(counts_[key]) - before);
  }
  void remove(size_t key) {
    const double before = worth(counts_[key]--);
    score_ += weights_[key] * (worth(counts_[key]) - before);
  }
  double score() const { return score_; }

 private:
  // However often a stem comes again, it never adds a quarter of its weight.
  static double worth(size_t count) {
    return count == 0 ? 0 : 1.2 - 0.2 / static_cast<double>(count);
  }

  const std::vector<double>& weights_;
  std::vector<size_t> counts_;
  double score_ = 0;
};

struct Window {
  Span span;
  double score = -1;  // less than any window's
  // How far the matches are from its middle; decides among equal scores.
  size_t lopsided = 0;

  bool better_than(const Window& other) const {
    if (score > other.score + kScoreDust) return true;
    return score >= other.score - kScoreDust && lopsided < other.lopsided;
  }
};

// A window and the sentence (or the run of sentences) that it was cut from.
struct Stretch {
  Window window;
  Span whole;
};

// The passage as the windows see it.
struct MatchedText {
  const FlatText& flat;
  const Matches& matches;

  // The first match that begins at or after offset.
  size_t match_at(size_t offset) const {
    const auto place = std::ranges::lower_bound(
        matches.tokens, offset, {},
        [](const Match& match) { return match.span.start; });
    return static_cast<size_t>(place - matches.tokens.begin());
  }

  // Characters by which the text before matches [first, last) differs from the
  // text after them.
  size_t lopsided(Span window, size_t first, size_t last) const {
    if (first == last) return 0;
    const size_t begin = matches.tokens[first].span.start;
    const size_t end = std::min(matches.tokens[last - 1].span.end, window.end);
    const size_t left = flat.chars({window.start, begin});
    const size_t right = flat.chars({end, window.end});
    return std::max(left, right) - std::min(left, right);
  }
};

// The best of the windows of whole pieces of at most max_chars; the first of
// the best, or (centred) the one with its matches in the middle, unless the
// first begins at the beginning. A piece that is longer is a window by itself.
Window best_window(const MatchedText& passage, const std::vector<Span>& pieces,
                   size_t max_chars, bool centred) {
  Window best;
  Coverage coverage(passage.matches.weights);
  const std::vector<Match>& tokens = passage.matches.tokens;
  size_t first_match = passage.match_at(pieces.front().start);
  size_t end_match = first_match;
  size_t end = 0;
  for (size_t start = 0; start < pieces.size() && end < pieces.size();
       ++start) {
    for (; first_match < end_match &&
           tokens[first_match].span.start < pieces[start].start;
         ++first_match) {
      coverage.remove(tokens[first_match].key);
    }
    const auto fits = [&] {
      return end == start || passage.flat.chars({pieces[start].start,
                                                 pieces[end].end}) <= max_chars;
    };
    while (end < pieces.size() && fits()) {
      for (; end_match < tokens.size() &&
             tokens[end_match].span.start < pieces[end].end;
           ++end_match) {
        coverage.add(tokens[end_match].key);
      }
      ++end;
    }
    Window window{{pieces[start].start, pieces[end - 1].end}, coverage.score()};
    if (centred && start > 0) {
      window.lopsided = passage.lopsided(window.span, first_match, end_match);
    }
    if (window.better_than(best)) best = window;
  }
  return best;
}

// Whether a line is set in or ends in one of the marks that end statements and
// open blocks.
bool is_like_code(std::string_view line) {
  const std::string_view text = trim(line);
  return !text.empty() &&
         (line.starts_with("  ") || line.starts_with('\t') ||
          std::string_view(";{}()[],:=\\>").find(text.back()) !=
              std::string_view::npos);
}

bool is_code(std::string_view text, const std::vector<Line>& lines) {
  const auto count = std::ranges::count_if(lines, [&](const Line& line) {
    return is_like_code(slice(text, line.span));
  });
  return lines.size() > 1 && static_cast<size_t>(count) * 2 >= lines.size();
}

// The sentences of the passage. Of code without anything that ends a sentence,
// if it is longer than a snippet: its lines.
std::vector<Span> sentence_pieces(std::string_view source, const FlatText& flat,
                                  size_t max_chars) {
  std::vector<Span> pieces;
  const auto add = [&](Span span) {
    if (!span.empty()) pieces.push_back(span);
  };
  for (const Span& sentence : sentences(source)) {
    const Span span = flat.map(sentence);
    const std::string_view text = slice(source, sentence);
    const bool is_long = flat.chars(span) > max_chars;
    const auto lines = is_long ? split_lines(text) : std::vector<Line>();
    if (!is_code(text, lines)) {
      add(span);
      continue;
    }
    for (const Line& line : lines) {
      add(flat.map(
          {sentence.start + line.span.start, sentence.start + line.span.end}));
    }
  }
  return pieces;
}

// Whether a word may be cut before this code point.
bool begins_character(char32_t c) {
  const auto value = static_cast<UChar32>(c);
  return !u_hasBinaryProperty(value, UCHAR_GRAPHEME_EXTEND) && c != 0x200D;
}

// Cuts a word of many characters: where a match begins, and wherever part_chars
// are full.
void add_word_parts(const MatchedText& passage, Span word, size_t part_chars,
                    std::vector<Span>& pieces) {
  const std::vector<Match>& tokens = passage.matches.tokens;
  size_t match = passage.match_at(word.start + 1);
  size_t start = word.start;
  for (size_t at = word.start; at < word.end;) {
    const CodePoint point = decode_utf8(passage.flat.text(), at);
    while (match < tokens.size() && tokens[match].span.start < at) ++match;
    const bool is_match =
        match < tokens.size() && tokens[match].span.start == at;
    const size_t chars = passage.flat.chars({start, at});
    if (at > start && (is_match || chars >= part_chars) &&
        (begins_character(point.value) || chars >= 2 * part_chars)) {
      pieces.push_back({start, at});
      start = at;
    }
    at += point.length;
  }
  pieces.push_back({start, word.end});
}

// The words of a stretch, none longer than max_chars.
std::vector<Span> word_pieces(const MatchedText& passage, Span span,
                              size_t max_chars) {
  std::vector<Span> pieces;
  const auto text = std::string_view(passage.flat.text()).substr(0, span.end);
  for (size_t start = span.start; start < span.end;) {
    const Span word{start, std::min(text.find(' ', start), span.end)};
    if (passage.flat.chars(word) > std::min(kLongWord, max_chars)) {
      const size_t part_chars = std::clamp<size_t>(max_chars / 2, 1, kWordPart);
      add_word_parts(passage, word, part_chars, pieces);
    } else {
      pieces.push_back(word);
    }
    start = word.end + 1;  // one space stands between two words
  }
  return pieces;
}

// The stretch to show: of the best run of whole sentences, or of the best words
// of a sentence longer than max_chars.
Stretch best_stretch(const MatchedText& passage,
                     const std::vector<Span>& sentences, size_t max_chars) {
  Stretch best;
  const auto offer = [&](const Window& window, Span whole) {
    if (window.score > best.window.score + kScoreDust) best = {window, whole};
  };
  std::vector<Span> run;
  const auto offer_run = [&] {
    if (run.empty()) return;
    const Window window = best_window(passage, run, max_chars, false);
    offer(window, window.span);
    run.clear();
  };
  // Two characters are for the ellipses.
  const size_t max_words_chars = max_chars > 2 ? max_chars - 2 : 1;
  for (const Span& sentence : sentences) {
    if (passage.flat.chars(sentence) <= max_chars) {
      run.push_back(sentence);
      continue;
    }
    offer_run();
    const auto words = word_pieces(passage, sentence, max_words_chars);
    offer(best_window(passage, words, max_words_chars, true), sentence);
  }
  offer_run();
  return best;
}

Snippet cut_out(const MatchedText& passage, const Stretch& stretch) {
  const Span window = stretch.window.span;
  Snippet snippet;
  if (window.start > stretch.whole.start) snippet.text += kEllipsis;
  const size_t shift = snippet.text.size();
  snippet.text += slice(passage.flat.text(), window);
  if (window.end < stretch.whole.end) snippet.text += kEllipsis;
  for (const Span& mark : passage.matches.highlights) {
    const Span shown{std::max(mark.start, window.start),
                     std::min(mark.end, window.end)};
    if (shown.empty()) continue;
    snippet.highlights.push_back(
        {shown.start - window.start + shift, shown.end - window.start + shift});
  }
  return snippet;
}

}  // namespace

Snippet make_snippet(const StoredPassage& passage, const Analyser& analyser,
                     const MatchWeights& weights, size_t max_chars) {
  const std::string visible = visible_text(passage.text, passage.markup);
  const FlatText flat(passage.text, visible);
  const auto sentences = sentence_pieces(passage.text, flat, max_chars);
  if (sentences.empty()) return {};
  MatchCollector collector(flat);
  analyser.analyse(visible, weights.beginnings(), [&](const Token& token) {
    collector.add(token, weights.of(token.stem));
  });
  const Matches matches = collector.finish();
  const MatchedText searched{flat, matches};
  return cut_out(searched, best_stretch(searched, sentences, max_chars));
}

}  // namespace ibid
