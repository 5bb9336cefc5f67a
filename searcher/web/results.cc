// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/results.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "searcher/partial.h"
#include "searcher/web/hit.h"
#include "searcher/web/html.h"

namespace ibid {
namespace {

constexpr std::array<std::string_view, 6> kFilters = {
    "kind", "after", "path", "before", "tag", "lang"};

std::string section(std::string_view title, std::string_view status,
                    const std::string& within) {
  return fmt::format(
      "<section id=\"results\" aria-label=\"Results\" data-title=\"{}\" "
      "data-status=\"{}\">\n{}</section>\n",
      html_text(title), html_text(status), within);
}

std::string link(const Parameters& parameters, const std::string& html,
                 std::string_view more = "") {
  return fmt::format("<a href=\"{}\"{}>{}</a>",
                     html_text(search_address(parameters)), more, html);
}

std::string words(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& word : list) {
    out += fmt::format("{}<b dir=\"auto\">{}</b>", out.empty() ? "" : ", ",
                       html_text(word));
  }
  return out;
}

std::string note(const std::string& html) {
  return fmt::format("<p class=\"note\">{}</p>\n", html);
}

std::string suggestion(const Answer& answer, const Search& search) {
  // What was looked for by itself is said without this.
  const bool is_done = std::ranges::any_of(
      answer.widened, [](const Widening& w) { return w.why == "spelling"; });
  if (!answer.suggestion || is_done) return "";
  return note("Did you mean " +
              link(with(search.parameters, "q", *answer.suggestion),
                   html_text(*answer.suggestion), " class=\"meant\"") +
              "?");
}

// What was looked for in the place of a word that no passage has.
bool is_instead(const Widening& widening) {
  return widening.why == "spelling" || widening.why == "prefix";
}

std::string notes(const Answer& answer, const Search& search) {
  std::string out = suggestion(answer, search);
  std::vector<std::string> missing = answer.missing;
  for (const Widening& widening : answer.widened) {
    if (!is_instead(widening)) continue;
    out += note(fmt::format("Looked for {} instead of {}", words(widening.by),
                            words({widening.typed})));
    std::erase(missing, widening.typed);
  }
  if (!missing.empty()) {
    out +=
        note((answer.is_partial() ? "No passage in what could be searched has: "
                                  : "No passage has: ") +
             words(missing));
  }
  if (answer.unchecked > 0) {
    out += note(fmt::format(
        "The words stand in about {} more passages that were not looked at: "
        "add a word that narrows it",
        grouped(answer.unchecked)));
  }
  return out.empty() ? "" : "<div class=\"notes\">\n" + out + "</div>\n";
}

// What others are to be like.
std::string like_name(const Search& search) {
  if (!search.like) return value_of(search.parameters, "like");
  const StoredPassage& passage = search.like->passage;
  std::string name = passage.title;
  if (!passage.headings.empty()) name += " › " + passage.headings.back();
  if (!passage.question.empty()) name += " › " + passage.question;
  return name;
}

std::string heading(const Search& search) {
  const std::string asked = value_of(search.parameters, "q");
  return asked.empty()
             ? fmt::format(
                   "<h1 class=\"like\" dir=\"auto\"><small>Similar to"
                   "</small> {}</h1>\n",
                   html_text(like_name(search)))
             : fmt::format("<h1 class=\"unseen\">Passages for: {}</h1>\n",
                           html_text(asked));
}

bool is_filtered(const Parameters& parameters) {
  return std::ranges::any_of(kFilters, [&](std::string_view name) {
    return !value_of(parameters, name).empty();
  });
}

std::string nothing_text(const Answer& answer) {
  return answer.is_partial() ? "Nothing found in what could be searched"
                             : "Nothing found";
}

std::string nothing(const Answer& answer, const Search& search) {
  std::string out = fmt::format("<div class=\"nothing\">\n<h2>{}</h2>\n",
                                nothing_text(answer));
  out += notes(answer, search);
  out += "<ul>\n";
  if (is_filtered(search.parameters)) {
    Parameters all = search.parameters;
    for (const std::string_view name : kFilters) all = with(all, name, "");
    out += "<li>" + link(all, "Search without the filters") + "</li>\n";
  }
  if (search.offset > 0) {
    out += "<li>" +
           link(with(search.parameters, "offset", ""),
                "Back to the first passages") +
           "</li>\n";
  }
  out +=
      "<li>Try fewer words, or other words for the same thing.</li>\n"
      "<li>Words are found in all their forms; look whether they are spelt "
      "right.</li>\n</ul>\n</div>\n";
  return out;
}

std::string page_link(const Search& search, size_t offset, std::string_view rel,
                      const std::string& label) {
  Parameters there = with(search.parameters, "offset",
                          offset == 0 ? "" : fmt::format("{}", offset));
  return link(there, label, fmt::format(" rel=\"{}\" class=\"{}\"", rel, rel));
}

std::string paging(const Answer& answer, const Search& search) {
  std::string out;
  if (search.offset > 0) {
    out +=
        page_link(search, search.offset - std::min(search.offset, search.count),
                  "prev", "Previous");
  }
  const size_t next = search.offset + search.count;
  if (answer.hits.size() == search.count && next < answer.total &&
      next <= search.most_offset) {
    out += page_link(search, next, "next", "More passages");
  }
  return out.empty()
             ? ""
             : "<nav class=\"paging\" aria-label=\"Pages\">" + out + "</nav>\n";
}

}  // namespace

std::string search_title(const Search& search) {
  const std::string asked = value_of(search.parameters, "q");
  return asked.empty() ? "Similar to " + like_name(search) : asked;
}

std::string partial_notice(const std::vector<MissingShard>& missing) {
  if (missing.empty()) return "";
  std::string out =
      "<div class=\"partial\" role=\"status\">\n<p>Not all could be "
      "searched:</p>\n<ul>\n";
  for (const std::string& text : missing_texts(missing)) {
    out += fmt::format("<li dir=\"auto\">{}</li>\n", html_text(text));
  }
  return out + "</ul>\n</div>\n";
}

std::string found_text(const Answer& answer) {
  if (answer.hits.empty()) return nothing_text(answer);
  const uint32_t first = answer.hits.front().rank;
  const uint32_t last = answer.hits.back().rank;
  const uint64_t total = std::max<uint64_t>(answer.total, last);
  return fmt::format(
      "{}{} of {}{} {}{}",
      first > 1 && first < last ? fmt::format("{} to ", grouped(first)) : "",
      grouped(last), answer.total_exact ? "" : "about ", grouped(total),
      total == 1 ? "passage" : "passages",
      answer.is_partial() ? " in what could be searched" : "");
}

std::string results(const Answer& answer, const Search& search) {
  const std::string title = search_title(search);
  std::string out = heading(search) + partial_notice(answer.missing_shards);
  if (answer.hits.empty()) {
    return section(title, found_text(answer), out + nothing(answer, search));
  }
  out += notes(answer, search);
  size_t shown = answer.hits.size();  // in the card: none of them
  if (answer.outcome == Outcome::kAnswered && answer.answer &&
      answer.answer->hit < answer.hits.size()) {
    shown = answer.answer->hit;
    out += answer_card(*answer.answer, answer.hits[shown], search.parameters);
  }
  out += "<h2 class=\"unseen\">Passages</h2>\n<ol class=\"hits\">\n";
  for (size_t i = 0; i < answer.hits.size(); ++i) {
    if (i != shown) out += hit_entry(answer.hits[i], search.parameters);
  }
  out += "</ol>\n" + paging(answer, search);
  return section(title, found_text(answer), out);
}

std::string failed_results(const Error& error, const Parameters& parameters) {
  std::string out =
      "<div class=\"failed\">\n<h1>That did not work</h1>\n"
      "<p class=\"what\" dir=\"auto\">" +
      html_text(error.what()) + "</p>\n";
  if (!error.hint().empty()) {
    out +=
        "<p class=\"hint\" dir=\"auto\">" + html_text(error.hint()) + "</p>\n";
  }
  const bool is_asked = !value_of(parameters, "q").empty() ||
                        !value_of(parameters, "like").empty();
  if (is_asked && error.kind() != ErrorKind::kUsage &&
      error.kind() != ErrorKind::kNotFound) {
    out += "<p>" + link(parameters, "Try again") + "</p>\n";
  }
  return section("That did not work", error.what(), out + "</div>\n");
}

std::string empty_results(const std::string& within) {
  return section("", "", within);
}

}  // namespace ibid
