// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "index/date.h"
#include "searcher/web/html.h"

namespace ibid {
namespace {

struct Choice {
  std::string_view value;
  std::string_view label;
};

constexpr std::array kKinds = {
    Choice{"", "All"}, Choice{"quick_answer", "Quick answers"},
    Choice{"section", "Sections"}, Choice{"question", "Questions"}};
constexpr std::array kSorts = {Choice{"", "Best first"},
                               Choice{"date", "Newest first"}};
// What has no place in the form is passed on hidden.
constexpr std::array<std::string_view, 10> kHidden = {
    "tag",     "lang",     "mode", "all", "strict",
    "explain", "language", "like", "n",   "per_article"};

std::string value_of(const FormState& state, std::string_view name) {
  return value_of(state.parameters, name);
}

std::string box(const FormState& state) {
  return fmt::format(
      "<div class=\"box\">\n"
      "<label class=\"unseen\" for=\"q\">Question or words</label>\n"
      "<input id=\"q\" name=\"q\" type=\"text\" inputmode=\"search\" "
      "value=\"{}\" "
      "placeholder=\"Question or words\" autocomplete=\"off\" "
      "autocapitalize=\"none\" spellcheck=\"false\" enterkeyhint=\"search\" "
      "dir=\"auto\"{}>\n"
      "<button type=\"submit\">Search</button>\n</div>\n",
      html_text(value_of(state, "q")), state.wants_focus ? " autofocus" : "");
}

std::string kinds(const FormState& state) {
  const std::string chosen = value_of(state, "kind");
  std::string out = "<fieldset class=\"kinds\"><legend>Kind</legend>\n";
  for (const Choice& kind : kKinds) {
    out += fmt::format(
        "<label><input type=\"radio\" name=\"kind\" value=\"{}\"{}>"
        "<span>{}</span></label>\n",
        kind.value, kind.value == chosen ? " checked" : "", kind.label);
  }
  return out + "</fieldset>\n";
}

// The day that a year or a month begins or ends with: what <input> takes.
std::string day(const std::string& value, bool is_end) {
  return value.empty() ? "" : parse_date_bound(value, is_end).value_or("");
}

std::string date_field(const FormState& state, std::string_view name,
                       std::string_view label) {
  return fmt::format(
      "<label>{}<input type=\"date\" name=\"{}\" value=\"{}\"></label>\n",
      label, name, html_text(day(value_of(state, name), name == "before")));
}

std::string option(std::string_view value, std::string_view label,
                   bool chosen) {
  return fmt::format("<option value=\"{}\"{}>{}</option>", html_text(value),
                     chosen ? " selected" : "", html_text(label));
}

std::string sorts(const FormState& state) {
  std::string out = "<label>Order<select name=\"sort\">";
  for (const Choice& sort : kSorts) {
    out +=
        option(sort.value, sort.label, sort.value == value_of(state, "sort"));
  }
  return out + "</select></label>\n";
}

bool has_choice(const FormState& state) { return state.databases.size() > 1; }

std::string databases(const FormState& state) {
  if (!has_choice(state)) return "";
  const std::string chosen = value_of(state, "db");
  std::string out = "<label class=\"db\">Look in<select name=\"db\">";
  for (size_t i = 0; i < state.databases.size(); ++i) {
    const std::string& name = state.databases[i];
    // The first one is meant where none is named.
    out += option(i == 0 ? "" : name, name, name == chosen);
  }
  return out + "</select></label>\n";
}

std::string hidden(const FormState& state) {
  std::string out;
  const auto add = [&](std::string_view name) {
    const std::string value = value_of(state, name);
    if (value.empty()) return;
    out += fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n",
                       name, html_text(value));
  };
  for (const std::string_view name : kHidden) add(name);
  if (!has_choice(state)) add("db");
  return out;
}

size_t count_filters(const FormState& state) {
  size_t count = 0;
  for (const std::string_view name :
       {"kind", "after", "before", "path", "sort"}) {
    count += value_of(state, name).empty() ? 0 : 1;
  }
  return count;
}

}  // namespace

std::string search_form(const FormState& state) {
  const size_t filters = count_filters(state);
  return fmt::format(
      "<form class=\"search\" role=\"search\" action=\"/\" method=\"get\">\n"
      "{}{}<details class=\"filters\"{}>\n<summary>Filters"
      "<span class=\"count\"{}>{}</span></summary>\n"
      "<div class=\"fields\">\n{}{}{}"
      "<label class=\"path\">Path<input name=\"path\" value=\"{}\" "
      "placeholder=\"guide/**\" autocapitalize=\"none\" spellcheck=\"false\">"
      "</label>\n{}<button class=\"apply\" type=\"submit\">Apply</button>\n"
      "</div></details>\n{}</form>\n",
      box(state), databases(state), filters > 0 ? " open" : "",
      filters > 0 ? "" : " hidden", filters, kinds(state),
      date_field(state, "after", "From"), date_field(state, "before", "To"),
      html_text(value_of(state, "path")), sorts(state), hidden(state));
}

}  // namespace ibid
