// SPDX-License-Identifier: GPL-3.0-or-later
// All that Xapian has of a document, as data that can be compared.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace ibid {

struct StoredDocument {
  std::string data;
  std::map<std::string, Xapian::termcount> terms;  // with their wdf
  std::map<Xapian::valueno, std::string> values;

  // The sum of all wdf: what Xapian calls the document's length.
  uint64_t length() const;
};

// Throws what Xapian throws: call it within xapian_call or Database::read.
StoredDocument take_apart(const Xapian::Document& document);

// What stands for one entry of a posting list in sums over them.
uint64_t posting_hash(std::string_view term, Xapian::termcount wdf);

}  // namespace ibid
