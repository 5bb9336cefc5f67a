// SPDX-License-Identifier: GPL-3.0-or-later
// Result lists for trec_eval and its like. The format has no escapes and its
// readers sort by score, so ids lose their white space and scores never rise.
#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "index/text.h"
#include "searcher/print.h"

namespace ibid {
namespace {

// Readers split at any white space of Unicode, not only at ASCII's.
std::string column(std::string_view id) {
  std::string out;
  for (size_t at = 0; at < id.size();) {
    const CodePoint point = decode_utf8(id, at);
    const auto value = static_cast<UChar32>(point.value);
    const bool breaks = u_isUWhiteSpace(value) || u_iscntrl(value);
    append_utf8(out, breaks ? U'_' : point.value);
    at += point.length;
  }
  return out.empty() ? "_" : out;
}

}  // namespace

std::string print_trec(const Answer& answer) {
  const std::string query_id = column(answer.query_id.value_or("1"));
  std::string out;
  // By what is printed: two ids that look the same here would be a list that
  // trec_eval refuses as a whole.
  std::unordered_set<std::string> seen;
  double score = std::numeric_limits<double>::max();
  uint32_t rank = answer.hits.empty() ? 1 : answer.hits.front().rank;
  for (const Hit& hit : answer.hits) {
    const std::string article = column(hit.article_id);
    if (!seen.insert(article).second) continue;
    score = std::min(score, hit.score);
    out += fmt::format("{} Q0 {} {} {:.6f} ibid\n", query_id, article, rank++,
                       score);
  }
  return out;
}

}  // namespace ibid
