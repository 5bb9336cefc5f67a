// SPDX-License-Identifier: GPL-3.0-or-later
// What an update changes of an article's passages, and the analysers that make
// documents of the new ones.
#pragma once

#include <xapian.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "index/analysis.h"
#include "index/article_record.h"
#include "index/passage.h"

namespace ibid {

struct PassageChanges {
  std::string article_key;
  // What of the article's record its passages carry: language, date and tags;
  // the rest may be empty.
  ArticleRecord article;
  std::vector<std::string> removed;  // unique terms; removed first
  std::vector<StoredPassage> added;
  std::vector<PassagePlace> places;  // of those added

  // About how much memory the documents of the added ones take.
  size_t bytes() const;
};

// One a thread.
class DocumentMaker {
 public:
  // Of what is added; each is handed on before the next is made.
  void make(const PassageChanges& changes,
            const std::function<void(const Xapian::Document&)>& sink);

 private:
  std::map<std::string, Analyser, std::less<>> analysers_;  // by language
};

}  // namespace ibid
