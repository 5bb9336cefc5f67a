// SPDX-License-Identifier: GPL-3.0-or-later
// One passage of an answer: the card of the one that answers, and the entry of
// any other in the list.
#pragma once

#include <optional>
#include <string>

#include "searcher/answer.h"
#include "searcher/web/address.h"

namespace ibid {

// parameters: of the search, for links that go on from it.
std::string answer_card(const AnswerSpan& answer, const Hit& hit,
                        const Parameters& parameters);

std::string hit_entry(const Hit& hit, const Parameters& parameters);

// "Quick answer", "Section", "Question".
std::string_view kind_label(PassageKind kind);

// Title › heading › heading, or the related question as the last of them; as
// HTML.
std::string heading_path(const LocatedPassage& passage);

// A link to where the article was published. Empty: that is not known, or not
// an address that a browser should be led to.
std::string published_link(const std::string& url);

// Where the span of the answer lies in its passage's text; nullopt: it is not
// there.
std::optional<Span> answer_in_text(const AnswerSpan& answer, const Hit& hit);

}  // namespace ibid
