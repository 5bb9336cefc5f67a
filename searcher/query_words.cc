// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/query_words.h"

#include <algorithm>

#include "searcher/derived_words.h"
#include "searcher/word_forms.h"

namespace ibid {
namespace {

void add_stem(QueryWord& word, std::string_view stem) {
  if (std::find(word.stems.begin(), word.stems.end(), stem) ==
      word.stems.end()) {
    word.stems.emplace_back(stem);
  }
}

void add_forms(QueryWord& word, const Analyser& english) {
  if (word.role != TokenRole::kWord) return;
  const auto add = [&](std::string_view form) {
    std::string stem = english.stem(form);
    if (std::find(word.stems.begin(), word.stems.end(), stem) ==
        word.stems.end()) {
      word.forms.push_back(std::move(stem));
    }
  };
  for (const std::string_view form : other_forms(word.word)) add(form);
  for (const std::string& form : derived_words(word.word)) add(form);
}

}  // namespace

std::vector<QueryWord> query_words(std::string_view text,
                                   const std::vector<std::string>& languages,
                                   Analysers& analysers, size_t most) {
  std::vector<QueryWord> words;
  const Analyser& first =
      analysers.get(languages.empty() ? "none" : languages.front());
  first.analyse(text, [&](const Token& token) {
    if (token.role == TokenRole::kChar || words.size() >= most) return;
    QueryWord word;
    word.word = token.word;
    word.stems.emplace_back(token.stem);
    word.role = token.role;
    word.position = token.position;
    word.compound = token.compound;
    word.span = {token.start, token.end};
    words.push_back(std::move(word));
  });
  for (size_t i = 1; i < languages.size(); ++i) {
    const Analyser& other = analysers.get(languages[i]);
    for (QueryWord& word : words) {
      const bool stemmed = word.role == TokenRole::kWord ||
                           word.role == TokenRole::kPart ||
                           word.role == TokenRole::kJoined;
      if (stemmed) add_stem(word, other.stem(word.word));
    }
  }
  if (std::find(languages.begin(), languages.end(), "en") != languages.end()) {
    for (QueryWord& word : words) add_forms(word, analysers.get("en"));
  }
  return words;
}

}  // namespace ibid
