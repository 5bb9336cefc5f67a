// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/widen.h"

#include <algorithm>

#include "index/fold.h"
#include "index/schema.h"
#include "index/text.h"
#include "searcher/expand.h"
#include "searcher/query_terms.h"
#include "searcher/spelling.h"
#include "searcher/word_query.h"

namespace ibid {
namespace {

// A shorter word begins too many others to mean them.
constexpr size_t kMinPrefixBytes = 4;
// A word of at most so many passages may be a slip of one that so many times
// as many have.
constexpr Xapian::doccount kRarePassages = 2;
constexpr uint64_t kCommoner = 100;

bool is_plain_word(std::string_view word) {
  return word.size() >= kMinPrefixBytes &&
         std::none_of(word.begin(), word.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == '_';
         });
}

struct TypedWord {
  std::string folded;
  Span span;
};

// Words between white space, without the punctuation around them.
std::vector<TypedWord> typed_words(std::string_view text) {
  constexpr std::string_view kAround = "?!.,;:\"'()";
  std::vector<TypedWord> words;
  for (size_t at = 0; at < text.size();) {
    while (at < text.size() && is_space(text[at])) ++at;
    size_t start = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    size_t end = at;
    while (start < end && kAround.find(text[start]) != std::string::npos) {
      ++start;
    }
    while (start < end && kAround.find(text[end - 1]) != std::string::npos) {
      --end;
    }
    if (start < end) {
      words.push_back({fold(text.substr(start, end - start)), {start, end}});
    }
  }
  return words;
}

// The first word that stands at this place and can be looked for.
QueryWord* word_within(std::vector<QueryWord>& words, Span span) {
  for (QueryWord& word : words) {
    if (word.span.start >= span.start && word.span.start < span.end &&
        has_position(word)) {
      return &word;
    }
  }
  return nullptr;
}

}  // namespace

Widener::Widener(const std::vector<std::string>& languages,
                 const std::vector<std::string>& passage_languages,
                 const Synonyms& synonyms, const Xapian::Database& db,
                 Analysers& analysers, TermLists* lists)
    : languages_(languages),
      passage_languages_(passage_languages),
      synonyms_(synonyms),
      db_(db),
      analysers_(analysers),
      lists_(lists) {}

std::vector<Widening> Widener::add_synonyms(
    std::string_view text, std::vector<QueryWord>& words) const {
  if (synonyms_.empty()) return {};
  const std::vector<TypedWord> typed = typed_words(text);
  std::vector<std::string_view> folded;
  folded.reserve(typed.size());
  for (const TypedWord& word : typed) folded.push_back(word.folded);
  std::vector<Widening> added;
  for (size_t i = 0; i < typed.size();) {
    const auto match = synonyms_.match(folded, i);
    QueryWord* word = match ? word_within(words, typed[i].span) : nullptr;
    if (word != nullptr) {
      const Span whole = {typed[i].span.start,
                          typed[i + match->words - 1].span.end};
      for (const std::string& other : match->others) {
        add(other, match->words == 1, *word);
      }
      added.push_back(
          {std::string(slice(text, whole)), match->others, "synonym"});
    }
    i += match ? match->words : 1;
  }
  return added;
}

// A synonym of one word for one word is another stem of it; where either has
// several, the whole is looked for beside the word.
void Widener::add(const std::string& other, bool is_one_word,
                  QueryWord& word) const {
  std::vector<QueryWord> parts = query_words(other, languages_, analysers_);
  std::erase_if(parts, [](const QueryWord& p) { return !has_position(p); });
  if (parts.empty()) return;
  if (is_one_word && parts.size() == 1) {
    word.stems.insert(word.stems.end(), parts[0].stems.begin(),
                      parts[0].stems.end());
    return;
  }
  std::vector<std::string> stems;
  stems.reserve(parts.size());
  for (QueryWord& part : parts) stems.push_back(std::move(part.stems[0]));
  word.phrases.push_back(std::move(stems));
}

std::optional<Widening> Widener::replace_missing(std::string_view typed,
                                                 QueryWord& word) const {
  if (word.role != TokenRole::kWord || !is_plain_word(word.word)) return {};
  const auto stand_for = [&](const std::vector<std::string>& stems,
                             std::string by, const char* why) {
    word.stems = stems;
    word.forms.clear();
    word.is_guess = true;
    return Widening{std::string(typed), {std::move(by)}, why};
  };
  const Expansion longer =
      expand_prefix(word.word, languages_, db_, analysers_);
  if (!longer.stems.empty()) {
    return stand_for({longer.stems.begin(), longer.stems.end()},
                     word.word + "*", "prefix");
  }
  const auto nearest =
      nearest_word(word.word, passage_languages_, db_, analysers_, lists_);
  if (!nearest) return {};
  std::vector<QueryWord> meant =
      query_words(nearest->word, languages_, analysers_);
  if (meant.size() != 1) return {};
  return stand_for(meant[0].stems, nearest->word, "spelling");
}

std::optional<Widening> Widener::suggest(std::string_view typed,
                                         const QueryWord& word) const {
  if (word.role != TokenRole::kWord || !is_plain_word(word.word) ||
      is_filler(word.word) ||
      db_.get_termfreq(make_term("", word.stems[0])) > kRarePassages) {
    return {};
  }
  const auto commoner = commoner_word(word.word, kCommoner, passage_languages_,
                                      db_, analysers_, lists_);
  if (!commoner) return {};
  return Widening{std::string(typed), {commoner->word}, "suggestion"};
}

}  // namespace ibid
