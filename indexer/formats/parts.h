// SPDX-License-Identifier: GPL-3.0-or-later
// Parts that articles of every format have in common: labels, sources, dates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/article.h"

namespace ibid {

// Headings that start a part of an article instead of a section.
enum class Label : uint8_t { kKeyFacts, kRelatedQuestions, kSources };

// The label that a heading or line is, in any case, with or without a colon at
// its end: Key Facts, Related Questions (also FAQ, Frequently Asked Questions),
// Sources (also References).
std::optional<Label> parse_label(std::string_view heading);

// The text after "Last updated:" or "Quick Answer:" (any case, white space
// around the colon allowed) where line begins with it; else nullopt.
std::optional<std::string_view> after_last_updated(std::string_view line);
std::optional<std::string_view> after_quick_answer(std::string_view line);

// "NAME LICENCE" -> both; the licence is the longest ending of text, after
// white space, that licences.cc knows (SPDX ids, Public Domain, All rights
// reserved, ...), in any case, with or without parentheses. A leading "1." or
// list mark is taken off.
ibid::Source parse_source(std::string_view text);

// Reads `text` as a date into article.updated, or adds a warning at `line`.
void set_updated(Article& article, std::string_view text, uint32_t line,
                 Diagnostics& diagnostics);

}  // namespace ibid
