// SPDX-License-Identifier: GPL-3.0-or-later
// What the elements of HTML mean for the text of an article, in two tables: one
// of element names, one of the marks by which pages set their navigation and
// other furniture apart from their text.
#pragma once

#include <cstdint>
#include <string_view>

#include "indexer/formats/html_parser.h"

namespace ibid {

enum class Role : uint8_t {
  kInline,  // text runs through it; every unknown element
  kBlock,   // ends the paragraph before it
  kParagraph,
  kSection,    // a block in which a header is the text's, not the page's
  kLeftOut,    // left out with all in it; ends a paragraph
  kDropped,    // left out with all in it; text runs on around it
  kHeader,     // of a page: only its h1 and its dates are kept
  kHeading,    // h1 to h6
  kNote,       // a tip or warning: headings in it are part of its text
  kNoteTitle,  // begins the paragraph after it, as a term does
  kPre,
  kBreak,
  kLines,  // each element directly in it is a line
  kOrderedList,
  kList,
  kItem,
  kTermList,    // dl
  kTerm,        // dt
  kDefinition,  // dd
  kTable,
  kRow,
  kCell,
  kDetails,
  kSummary,
  kQuotation,  // q
  kTime,
  kTitle,
  kMeta,
  kLink,
  kHtml,
  kRoot,  // body and main: a block that is never furniture
};

// The role of an element by its name, attributes and text direction aside.
Role role_of_name(std::string_view name);

// The role of an element with its attributes looked at: hidden elements and
// furniture (navigation, tables of contents, edit links, line numbers) are
// kLeftOut or kDropped, as they are blocks or not.
Role role_of(const HtmlTag& tag);

}  // namespace ibid
