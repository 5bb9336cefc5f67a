// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/stored_document.h"

#include "index/hash.h"

namespace ibid {

uint64_t StoredDocument::length() const {
  uint64_t sum = 0;
  for (const auto& [term, wdf] : terms) sum += wdf;
  return sum;
}

StoredDocument take_apart(const Xapian::Document& document) {
  StoredDocument out;
  out.data = document.get_data();
  for (auto term = document.termlist_begin(); term != document.termlist_end();
       ++term) {
    out.terms[*term] = term.get_wdf();
  }
  for (auto value = document.values_begin(); value != document.values_end();
       ++value) {
    out.values.emplace(value.get_valueno(), *value);
  }
  return out;
}

uint64_t posting_hash(std::string_view term, Xapian::termcount wdf) {
  // Spread, so that sums of many small differences do not cancel out.
  constexpr uint64_t kSpread = 0x9e3779b97f4a7c15;
  return hash64(term) + (wdf + 1) * kSpread * (hash64(term) | 1);
}

}  // namespace ibid
