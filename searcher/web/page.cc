// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "searcher/web/html.h"
#include "searcher/web/results.h"

namespace ibid {
namespace {

constexpr std::string_view kHead =
    R"(<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="search" href="/opensearch.xml" type="application/opensearchdescription+xml" title="ibid">
<link rel="stylesheet" href="/page.css">
<link rel="stylesheet" href="/form.css">
<link rel="stylesheet" href="/found.css">
<link rel="stylesheet" href="/read.css">
<script type="module" src="/page.js"></script>
)";

constexpr std::string_view kFoot =
    R"(<footer class="bottom">
<p class="keys" hidden><span><kbd>/</kbd> search</span><span><kbd>↓</kbd> <kbd>↑</kbd> or <kbd>j</kbd> <kbd>k</kbd> walk</span><span><kbd>Enter</kbd> open</span><span><kbd>Esc</kbd> back</span><button type="button" class="switch">Letter keys are on</button></p>
<p class="motto"><i lang="la">ibidem</i>, in the same place: each passage says where it stands.</p>
</footer>
)";

}  // namespace

std::string page(const PageParts& parts, const FormState& form) {
  const std::string title =
      parts.title.empty() ? "ibid" : html_text(parts.title) + " – ibid";
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<title>{}</title>\n{}"
      "</head>\n<body class=\"{}\">\n"
      "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
      "<header class=\"top\">\n<a class=\"brand\" href=\"/\" "
      "aria-label=\"ibid, start page\">ibid<span>.</span></a>\n{}</header>\n"
      "<main id=\"main\" tabindex=\"-1\">\n"
      "<p id=\"status\" role=\"status\">{}</p>\n{}</main>\n{}</body>\n"
      "</html>\n",
      title, kHead, parts.look, search_form(form), html_text(parts.status),
      parts.main, kFoot);
}

std::string home_page(const Contents& contents, const FormState& form) {
  std::string main = fmt::format(
      "<h1 class=\"unseen\">ibid</h1>\n"
      "<p class=\"tells\">Answers from <b>{}</b> passages in <b>{}</b> "
      "{}</p>\n",
      grouped(contents.passages), grouped(contents.articles),
      contents.articles == 1 ? "article" : "articles");
  main += partial_notice(contents.missing_shards);
  if (!contents.examples.empty()) {
    main += "<h2>Some of them</h2>\n<ul class=\"some\">\n";
    for (const ArticleEntry& article : contents.examples) {
      main += fmt::format(
          "<li><a dir=\"auto\" href=\"{}\">{}</a></li>\n",
          html_text(
              read_address(article.id, 1, value_of(form.parameters, "db"))),
          html_text(article.title.empty() ? article.id : article.title));
    }
    main += "</ul>\n";
  }
  return page({"home", "", "", empty_results(main)}, form);
}

std::string error_page(const Error& error, const FormState& form) {
  return page(
      {"found", error.what(), "", failed_results(error, form.parameters)},
      form);
}

}  // namespace ibid
