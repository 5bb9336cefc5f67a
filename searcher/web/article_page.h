// SPDX-License-Identifier: GPL-3.0-or-later
// An article for reading, made of its stored passages: its parts under their
// headings, each passage at an address of its own (#pN).
#pragma once

#include <optional>
#include <string>

#include "searcher/looked_up.h"
#include "searcher/web/address.h"
#include "searcher/web/form.h"

namespace ibid {

// first: the number of the passage that the page begins with. mark: a stretch
// of one of them to point out. form.parameters: db at most.
std::string article_page(const FullArticle& article, size_t first,
                         const std::optional<PassageMark>& mark,
                         const FormState& form);

}  // namespace ibid
