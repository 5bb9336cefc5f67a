// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/formats/html_elements.h"

#include <algorithm>
#include <array>
#include <utility>

#include "index/text.h"

namespace ibid {
namespace {

using Entry = std::pair<std::string_view, Role>;

// Sorted by name.
constexpr auto kElements = std::to_array<Entry>({
    {"address", Role::kBlock},
    {"annotation", Role::kDropped},
    {"annotation-xml", Role::kDropped},
    {"article", Role::kSection},
    {"aside", Role::kLeftOut},
    {"audio", Role::kDropped},
    {"blockquote", Role::kBlock},
    {"body", Role::kRoot},
    {"br", Role::kBreak},
    {"button", Role::kDropped},
    {"canvas", Role::kDropped},
    {"caption", Role::kRow},
    {"center", Role::kBlock},
    {"datalist", Role::kDropped},
    {"dd", Role::kDefinition},
    {"details", Role::kDetails},
    {"dialog", Role::kLeftOut},
    {"dir", Role::kList},
    {"div", Role::kBlock},
    {"dl", Role::kTermList},
    {"dt", Role::kTerm},
    {"fieldset", Role::kBlock},
    {"figcaption", Role::kBlock},
    {"figure", Role::kBlock},
    {"footer", Role::kLeftOut},
    {"form", Role::kBlock},
    {"h1", Role::kHeading},
    {"h2", Role::kHeading},
    {"h3", Role::kHeading},
    {"h4", Role::kHeading},
    {"h5", Role::kHeading},
    {"h6", Role::kHeading},
    {"header", Role::kHeader},
    {"hgroup", Role::kBlock},
    {"hr", Role::kBlock},
    {"html", Role::kHtml},
    {"iframe", Role::kLeftOut},
    {"input", Role::kDropped},
    {"legend", Role::kBlock},
    {"li", Role::kItem},
    {"link", Role::kLink},
    {"listing", Role::kPre},
    {"main", Role::kRoot},
    {"menu", Role::kList},
    {"meta", Role::kMeta},
    {"meter", Role::kDropped},
    {"nav", Role::kLeftOut},
    {"noframes", Role::kLeftOut},
    {"noscript", Role::kLeftOut},
    {"object", Role::kDropped},
    {"ol", Role::kOrderedList},
    {"optgroup", Role::kDropped},
    {"option", Role::kDropped},
    {"p", Role::kParagraph},
    {"pre", Role::kPre},
    {"progress", Role::kDropped},
    {"q", Role::kQuotation},
    {"rp", Role::kDropped},
    {"rt", Role::kDropped},
    {"script", Role::kDropped},
    {"section", Role::kSection},
    {"select", Role::kDropped},
    {"style", Role::kDropped},
    {"summary", Role::kSummary},
    {"svg", Role::kDropped},
    {"table", Role::kTable},
    {"td", Role::kCell},
    {"template", Role::kLeftOut},
    {"textarea", Role::kDropped},
    {"th", Role::kCell},
    {"time", Role::kTime},
    {"title", Role::kTitle},
    {"tr", Role::kRow},
    {"ul", Role::kList},
    {"video", Role::kDropped},
    {"xmp", Role::kPre},
});
static_assert(std::is_sorted(kElements.begin(), kElements.end(),
                             [](const Entry& a, const Entry& b) {
                               return a.first < b.first;
                             }));

// Values of the attribute role.
constexpr auto kFurnitureRoles = std::to_array<std::string_view>({
    "complementary",
    "contentinfo",
    "dialog",
    "directory",
    "doc-toc",
    "menu",
    "menubar",
    "navigation",
    "search",
    "toolbar",
});

// Words of class and id that set furniture apart, in lower case, sorted. They
// match whole words only: "toc" is not "toc-backref".
constexpr auto kFurnitureWords = std::to_array<std::string_view>({
    "backtotop",
    "blanket-implementations-list",
    "boring",
    "breadcrumb",
    "breadcrumbs",
    "catlinks",
    "contentsub",
    "cookie-banner",
    "copybtn",
    "copybutton",
    "edit-link",
    "edit-page-link",
    "editsection",
    "footer",
    "headerlink",
    "hideme",
    "jump-to-nav",
    "line-number",
    "line-numbers",
    "linenodiv",
    "linenos",
    "menu-bar",
    "mobile-nav",
    "mw-editsection",
    "mw-jump-link",
    "nav-chapters",
    "nav-wrapper",
    "navbar",
    "navbox",
    "navfooter",
    "navheader",
    "navigation",
    "noprint",
    "notable-traits",
    "out-of-band",
    "page-nav",
    "pagination",
    "permalink",
    "printfooter",
    "rightside",
    "screen-reader-text",
    "search-form",
    "sidebar",
    "sidebar-toggle",
    "site-footer",
    "sitesub",
    "skip-link",
    "skip-to-content",
    "skiplink",
    "social-share",
    "sphinxsidebar",
    "srclink",
    "synthetic-implementations-list",
    "t-example-live-link",
    "t-navbar",
    "table-of-contents",
    "test-arrow",
    "titlepage-toc",
    "toc",
    "toc-list",
    "tocwrapper",
    "toggle-sidebar",
    "tooltip",
    "topbar",
});

constexpr auto kNoteWords = std::to_array<std::string_view>({
    "admonition",
    "caution",
    "danger",
    "hint",
    "important",
    "note",
    "tip",
    "warning",
});

constexpr auto kNoteTitleWords =
    std::to_array<std::string_view>({"admonition-title"});

constexpr auto kLinesWords = std::to_array<std::string_view>({"t-lines"});

template <size_t kCount>
bool contains(const std::array<std::string_view, kCount>& words,
              std::string_view word) {
  const auto less = [](char a, char b) {
    const auto lower = [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return lower(a) < lower(b);
  };
  return std::binary_search(words.begin(), words.end(), word,
                            [&](std::string_view a, std::string_view b) {
                              return std::lexicographical_compare(
                                  a.begin(), a.end(), b.begin(), b.end(), less);
                            });
}
static_assert(std::is_sorted(kFurnitureRoles.begin(), kFurnitureRoles.end()));
static_assert(std::is_sorted(kFurnitureWords.begin(), kFurnitureWords.end()));
static_assert(std::is_sorted(kNoteWords.begin(), kNoteWords.end()));

template <size_t kCount>
bool has_word(std::string_view text,
              const std::array<std::string_view, kCount>& words) {
  size_t at = 0;
  while (at < text.size()) {
    size_t end = at;
    while (end < text.size() && !is_space(text[end])) ++end;
    if (end > at && contains(words, text.substr(at, end - at))) return true;
    at = end + 1;
  }
  return false;
}

bool is_hidden_by(std::string_view style) {
  if (style.find(':') == std::string_view::npos) return false;
  std::string plain = ascii_lower(style);
  std::erase_if(plain, [](char c) { return is_space(c); });
  return plain.find("display:none") != std::string::npos ||
         plain.find("visibility:hidden") != std::string::npos;
}

// What the attributes of one tag say.
struct Marks {
  bool hidden = false;
  bool furniture = false;
  bool banner = false;
  bool note = false;
  bool note_title = false;
  bool lines = false;
};

Marks read_marks(const HtmlTag& tag, Role role) {
  Marks marks;
  if (tag.attributes == nullptr) return marks;
  for (const char* const* pair = tag.attributes; *pair != nullptr; pair += 2) {
    const std::string_view key = pair[0];
    const std::string_view value = pair[1] == nullptr ? "" : pair[1];
    if (key == "class") {
      marks.furniture |= has_word(value, kFurnitureWords);
      if (role == Role::kInline) {
        marks.lines |= has_word(value, kLinesWords);
      } else if (role == Role::kBlock || role == Role::kParagraph) {
        marks.note |= has_word(value, kNoteWords);
        marks.note_title |= has_word(value, kNoteTitleWords);
      }
    } else if (key == "id") {
      marks.furniture |= contains(kFurnitureWords, value);
    } else if (key == "role") {
      marks.furniture |= contains(kFurnitureRoles, value);
      marks.banner |= value == "banner";
    } else if (key == "hidden") {
      marks.hidden |= value != "until-found";
    } else if (key == "aria-hidden") {
      marks.hidden |= value == "true";
    } else if (key == "style") {
      marks.hidden |= is_hidden_by(value);
    }
  }
  return marks;
}

// Whether leaving an element out keeps the words around it in one paragraph.
bool is_inside_a_line(Role role) {
  return role == Role::kInline || role == Role::kDropped ||
         role == Role::kQuotation || role == Role::kTime ||
         role == Role::kBreak;
}

}  // namespace

Role role_of_name(std::string_view name) {
  const auto found =
      std::lower_bound(kElements.begin(), kElements.end(), name,
                       [](const Entry& entry, std::string_view key) {
                         return entry.first < key;
                       });
  return found != kElements.end() && found->first == name ? found->second
                                                          : Role::kInline;
}

Role role_of(const HtmlTag& tag) {
  const Role role = role_of_name(tag.name);
  switch (role) {
    case Role::kHtml:
    case Role::kRoot:
    case Role::kMeta:
    case Role::kLink:
    case Role::kTitle:
    case Role::kLeftOut:
    case Role::kDropped:
      return role;
    default:
      break;
  }
  const Marks marks = read_marks(tag, role);
  const bool heading_of_text = role == Role::kHeading && !marks.hidden;
  if ((marks.hidden || marks.furniture) && !heading_of_text) {
    return is_inside_a_line(role) ? Role::kDropped : Role::kLeftOut;
  }
  if (role == Role::kInline && marks.lines) return Role::kLines;
  if (role != Role::kBlock && role != Role::kParagraph) return role;
  if (marks.banner) return Role::kHeader;
  if (marks.note_title) return Role::kNoteTitle;
  return marks.note ? Role::kNote : role;
}

}  // namespace ibid
