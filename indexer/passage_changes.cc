// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/passage_changes.h"

#include "indexer/build_document.h"

namespace ibid {

size_t PassageChanges::bytes() const {
  // Xapian keeps a node of a tree for each word.
  constexpr size_t kPerByteOfText = 20;
  size_t bytes = 0;
  for (const StoredPassage& passage : added) bytes += passage.text.size();
  return bytes * kPerByteOfText;
}

void DocumentMaker::make(
    const PassageChanges& changes,
    const std::function<void(const Xapian::Document&)>& sink) {
  const std::string& language = changes.article.language;
  auto analyser = analysers_.find(language);
  if (analyser == analysers_.end()) {
    analyser = analysers_.emplace(language, Analyser(language)).first;
  }
  for (size_t i = 0; i < changes.added.size(); ++i) {
    sink(build_document(changes.added[i], changes.places[i], changes.article,
                        analyser->second));
  }
}

}  // namespace ibid
