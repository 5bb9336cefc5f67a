// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/locate.h"

#include <fmt/format.h>

#include <utility>

#include "searcher/stale.h"

namespace ibid {

LocatedPassage place_passage(const ArticleRecord& record, size_t number,
                             StoredPassage passage,
                             const std::vector<Root>& roots) {
  const PassagePlace& place = record.passages[number - 1];
  LocatedPassage located;
  located.id = fmt::format("{}#{}", record.id, number);
  located.passage = std::move(passage);
  located.article_id = record.id;
  located.path = article_path(record.root, record.path, roots);
  located.url = record.url;
  located.anchor = place.anchor;
  located.updated = record.updated;
  located.sources = record.sources;
  located.span = place.span;
  located.line = place.line;
  located.exact = place.exact;
  return located;
}

LocatedPassage locate(const ArticleRecord& record, size_t number,
                      StoredPassage passage, const std::vector<Root>& roots) {
  LocatedPassage located =
      place_passage(record, number, std::move(passage), roots);
  located.stale = is_stale(record, record.passages[number - 1], roots);
  return located;
}

}  // namespace ibid
