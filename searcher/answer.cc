// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/answer.h"

namespace ibid {

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAnswered:
      return "answered";
    case Outcome::kRelated:
      return "related";
    case Outcome::kNone:
      break;
  }
  return "none";
}

std::string_view query_mode_name(QueryMode mode) {
  return mode == QueryMode::kQuestion ? "question" : "keyword";
}

}  // namespace ibid
