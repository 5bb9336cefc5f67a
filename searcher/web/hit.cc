// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/hit.h"

#include <fmt/format.h>

#include "searcher/web/html.h"
#include "searcher/web/prose.h"

namespace ibid {
namespace {

// What the passage is called: its question, its own heading, or the title.
const std::string& own_name(const LocatedPassage& passage) {
  const StoredPassage& stored = passage.passage;
  if (!stored.question.empty()) return stored.question;
  return stored.headings.empty() ? stored.title : stored.headings.back();
}

// The headings above own_name, outermost first.
std::string names_above(const LocatedPassage& passage) {
  const StoredPassage& stored = passage.passage;
  std::vector<std::string> names = {stored.title};
  names.insert(names.end(), stored.headings.begin(), stored.headings.end());
  if (stored.question.empty()) names.pop_back();
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += "<span class=\"sep\"> › </span>";
    out += fmt::format("<span dir=\"auto\">{}</span>", html_text(name));
  }
  return out;
}

std::string updated(const LocatedPassage& passage) {
  return passage.updated.empty() ? ""
                                 : fmt::format("<span>updated {}</span>",
                                               html_date(passage.updated));
}

std::string stale_note(const LocatedPassage& passage) {
  return passage.stale.value_or(false)
             ? "<p class=\"note stale\">Changed since it was indexed: the file "
               "now says something else here.</p>\n"
             : "";
}

std::string similar_note(const Hit& hit) {
  if (hit.similar == 0) return "";
  return fmt::format("<span>{} more {} nearly the same</span>", hit.similar,
                     hit.similar == 1 ? "says" : "say");
}

// ARTICLE-ID:LINE, and the whole path as a tip.
std::string place(const LocatedPassage& passage) {
  return fmt::format(
      "<span class=\"place\"{}>{}:{}</span>",
      passage.path ? fmt::format(" title=\"{}\"", html_text(*passage.path))
                   : "",
      html_text(passage.article_id), passage.line);
}

// Small print and links below a passage. date: HTML.
std::string foot(const Hit& hit, const std::string& date,
                 const Parameters& parameters) {
  const Parameters like = with(with(parameters, "q", ""), "like", hit.id);
  return fmt::format(
      "<p class=\"foot\">{}{}{}{}<a href=\"{}\">Similar passages</a></p>\n{}",
      place(hit), date, published_link(hit.url), similar_note(hit),
      html_text(search_address(like)), stale_note(hit));
}

std::string kind_tag(const Hit& hit) {
  return fmt::format("<span class=\"kind {}\">{}</span>",
                     passage_kind_name(hit.passage.kind),
                     kind_label(hit.passage.kind));
}

}  // namespace

std::string_view kind_label(PassageKind kind) {
  switch (kind) {
    case PassageKind::kQuickAnswer:
      return "Quick answer";
    case PassageKind::kQuestion:
      return "Question";
    case PassageKind::kSection:
      break;
  }
  return "Section";
}

std::string heading_path(const LocatedPassage& passage) {
  const std::string above = names_above(passage);
  const std::string own =
      fmt::format("<span dir=\"auto\">{}</span>", html_text(own_name(passage)));
  return above.empty() ? own : above + "<span class=\"sep\"> › </span>" + own;
}

std::string published_link(const std::string& url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return "";
  return fmt::format(
      "<a class=\"place\" href=\"{0}\" rel=\"noreferrer\">{0}</a>",
      html_text(url));
}

std::optional<Span> answer_in_text(const AnswerSpan& answer, const Hit& hit) {
  const std::string_view text = hit.passage.text;
  size_t start = std::string_view::npos;
  if (hit.exact && answer.span.start >= hit.span.start) {
    start = answer.span.start - hit.span.start;
  }
  if (start > text.size() || !text.substr(start).starts_with(answer.text)) {
    start = text.find(answer.text);
  }
  if (answer.text.empty() || start == std::string_view::npos) {
    return std::nullopt;
  }
  return Span{start, start + answer.text.size()};
}

std::string answer_card(const AnswerSpan& answer, const Hit& hit,
                        const Parameters& parameters) {
  const auto mark = answer_in_text(answer, hit);
  const std::string question =
      hit.passage.question.empty()
          ? ""
          : fmt::format("<p class=\"asked\" dir=\"auto\">{}</p>\n",
                        html_text(hit.passage.question));
  return fmt::format(
      "<article class=\"answer hit\" aria-labelledby=\"answer\">\n"
      "<h2 id=\"answer\">Answer</h2>\n{}<div class=\"prose\">\n{}</div>\n"
      "<p class=\"source\">From <a class=\"open\" href=\"{}\">{}</a>{}</p>\n"
      "{}</article>\n",
      question, prose(hit.passage, mark),
      html_text(read_address(hit, value_of(parameters, "db"), mark)),
      heading_path(hit), hit.updated.empty() ? "" : ", " + updated(hit),
      foot(hit, "", parameters));
}

std::string hit_entry(const Hit& hit, const Parameters& parameters) {
  const std::string above = names_above(hit);
  return fmt::format(
      "<li class=\"hit\"><article aria-labelledby=\"h{0}\">\n"
      "<p class=\"above\">{1}{2}</p>\n"
      "<h3 id=\"h{0}\"><a class=\"open\" dir=\"auto\" href=\"{3}\">{4}</a></h3>"
      "\n<p class=\"snippet\" dir=\"auto\">{5}</p>\n{6}</article></li>\n",
      hit.rank, kind_tag(hit),
      above.empty() ? "" : fmt::format("<span>{}</span>", above),
      html_text(read_address(hit, value_of(parameters, "db"))),
      html_text(own_name(hit)),
      html_marked(hit.snippet.text, hit.snippet.highlights),
      foot(hit, updated(hit), parameters));
}

}  // namespace ibid
