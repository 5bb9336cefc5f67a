// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of each page, and those pages that are little more than it.
#pragma once

#include <string>
#include <vector>

#include "index/error.h"
#include "searcher/looked_up.h"
#include "searcher/web/form.h"

namespace ibid {

// A page: its class (what page.css lays it out as), its title, and the HTML of
// its main part.
struct PageParts {
  std::string look;    // "home", "found", "reading"
  std::string title;   // plain; empty: the name of the program alone
  std::string status;  // what was found, in a few words; plain
  std::string main;
};

std::string page(const PageParts& parts, const FormState& form);

// What is searched, and some of its articles.
struct Contents {
  uint64_t articles = 0;
  uint64_t passages = 0;
  std::vector<ArticleEntry> examples;
  std::vector<MissingShard> missing_shards;  // not counted in the above
};

// Before anything was asked. db: as it was asked for.
std::string home_page(const Contents& contents, const FormState& form);

// status: of HTTP.
std::string error_page(const Error& error, const FormState& form);

}  // namespace ibid
