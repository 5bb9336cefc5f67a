// SPDX-License-Identifier: GPL-3.0-or-later
// YAML front matter: what stands between two lines of dashes at the start of a
// Markdown file. read_markdown calls this before it reads the rest.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "index/text.h"
#include "indexer/article.h"

namespace ibid {

// Reads title, updated (also last_modified, lastmod, modified, date),
// description (becomes a quick answer), tags, lang (language) and url
// (canonical_url) into article; other keys are ignored. lines: of source, a
// byte order mark left out of the first. Returns how many of the lines are
// front matter, with both marks; 0: there is none. Front matter that is broken,
// too long, too deep, or has anchors or aliases gives an error in diagnostics
// and is passed over.
size_t read_front_matter(std::string_view source,
                         const std::vector<Line>& lines, Article& article,
                         Diagnostics& diagnostics);

}  // namespace ibid
