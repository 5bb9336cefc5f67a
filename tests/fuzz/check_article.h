// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every article that a reader gives and for the passages that
// split makes of it, whatever the bytes were.
#pragma once

#include <string_view>

#include "indexer/article.h"

namespace ibid {

// What a format promises of the places of its passages.
enum class Places {
  kAny,      // inside the source
  kInOrder,  // also: one after another, at the line that is said, and byte for
             // byte where the source is UTF-8; quick answers aside
};

// The parts of an article, and where its blocks stand.
void check_article(const Article& article, std::string_view source);

// What split makes of it: nothing lost, nothing outside the source, and stored
// passages that come back as they were.
void check_passages(const Article& article, std::string_view source,
                    Places places);

void check_diagnostics(const Diagnostics& diagnostics);

}  // namespace ibid
