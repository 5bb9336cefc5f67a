// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/web/article_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "searcher/web/hit.h"
#include "searcher/web/html.h"
#include "searcher/web/page.h"
#include "searcher/web/prose.h"

namespace ibid {
namespace {

constexpr size_t kMaxLevel = 6;  // of HTML's headings

class ArticleWriter {
 public:
  ArticleWriter(const FullArticle& article, size_t first,
                const std::optional<PassageMark>& mark, const FormState& form)
      : article_(article),
        first_(first),
        mark_(mark),
        db_(value_of(form.parameters, "db")) {}

  std::string write() {
    add("<article class=\"reading\"{}>\n", language());
    write_head();
    write_pages("Pages above");
    for (const LocatedPassage& passage : article_.passages) {
      write_headings(passage);
      write_passage(passage);
    }
    write_pages("Pages below");
    write_sources();
    add("</article>\n");
    return std::move(out_);
  }

 private:
  template <class... Values>
  void add(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(out_), format,
                   std::forward<Values>(values)...);
  }

  std::string language() const {
    return article_.language.empty()
               ? ""
               : fmt::format(" lang=\"{}\"", html_text(article_.language));
  }

  void write_head() {
    add("<header>\n<h1 dir=\"auto\">{}</h1>\n<p class=\"foot\" lang=\"en\">",
        html_text(article_.title.empty() ? article_.id : article_.title));
    if (!article_.updated.empty()) {
      add("<span>Updated {}</span>", html_date(article_.updated));
    }
    if (article_.path) {
      add("<span class=\"place\">{}</span>", html_text(*article_.path));
    }
    out_ += published_link(article_.url);
    for (const std::string& tag : article_.tags) {
      add("<span class=\"tag\" dir=\"auto\">{}</span>", html_text(tag));
    }
    add("<a href=\"{}\">Similar passages</a></p>\n",
        html_text(search_address(like(article_.id))));
    if (article_.stale.value_or(false)) {
      add("<p class=\"note stale\" lang=\"en\">Changed since it was indexed: "
          "this is the text of then.</p>\n");
    }
    add("</header>\n");
  }

  Parameters like(const std::string& id) const {
    Parameters parameters = {{"like", id}};
    if (!db_.empty()) parameters.push_back({"db", db_});
    return parameters;
  }

  // The headings that this passage has and the one before it has not.
  void write_headings(const LocatedPassage& passage) {
    const StoredPassage& stored = passage.passage;
    const bool is_question = stored.kind == PassageKind::kQuestion;
    if (is_question && !in_questions_) {
      write_own_heading("Related questions", "");
    } else if (stored.kind == PassageKind::kQuickAnswer) {
      write_own_heading("Quick answer", " class=\"quick\"");
    }
    const auto [now, before] =
        std::ranges::mismatch(stored.headings, headings_);
    // A question is asked below its headings.
    const size_t above = is_question ? 1 : 0;
    for (auto heading = now; heading != stored.headings.end(); ++heading) {
      const auto depth = static_cast<size_t>(heading - stored.headings.begin());
      write_heading(above + depth, *heading);
    }
    if (is_question) {
      write_heading(above + stored.headings.size(), stored.question);
    }
    headings_ = stored.headings;
    in_questions_ = is_question;
  }

  // One that the file has only as a label.
  void write_own_heading(std::string_view text, std::string_view more) {
    add("<h2 lang=\"en\"{}>{}</h2>\n", more, text);
    last_level_ = 2;
  }

  void write_heading(size_t depth, const std::string& text) {
    const size_t level = std::min(depth + 2, kMaxLevel);
    // None is left out, even where the file does.
    const size_t next = std::min(level, last_level_ + 1);
    add("<h{0} dir=\"auto\">{1}</h{0}>\n", next, html_text(text));
    last_level_ = next;
  }

  void write_passage(const LocatedPassage& passage) {
    const size_t number = passage_number(passage);
    std::optional<Span> mark;
    if (mark_ && mark_->passage == number) mark = mark_->span;
    add("<div id=\"p{0}\" class=\"passage {1}\" tabindex=\"-1\" "
        "role=\"group\" aria-label=\"Passage {0}\">\n<div "
        "class=\"prose\">\n{2}</div>\n"
        "<p class=\"tools\" lang=\"en\"><a href=\"#p{0}\" "
        "aria-label=\"#{0}, link to this passage\">#{0}</a><a href=\"{3}\" "
        "aria-label=\"similar to passage {0}\">similar</a></p>\n</div>\n",
        number, passage_kind_name(passage.passage.kind),
        prose(passage.passage, mark),
        html_text(search_address(like(passage.id))));
  }

  // Where the article has more passages than one page.
  void write_pages(std::string_view label) {
    const size_t last = first_ + article_.passages.size() - 1;
    if (first_ == 1 && last >= article_.passage_count) return;
    add("<nav class=\"paging\" lang=\"en\" aria-label=\"{}\">", label);
    if (first_ > 1) {
      const size_t before = first_ > kReadPassages ? first_ - kReadPassages : 1;
      add("<a rel=\"prev\" class=\"prev\" href=\"{}\">Earlier part</a>",
          html_text(read_address(article_.id, before, db_)));
    }
    add("<span>Passages {} to {} of {}</span>", grouped(first_), grouped(last),
        grouped(article_.passage_count));
    if (last < article_.passage_count) {
      add("<a rel=\"next\" class=\"next\" href=\"{}\">Next part</a>",
          html_text(read_address(article_.id, last + 1, db_)));
    }
    add("</nav>\n");
  }

  void write_sources() {
    if (article_.sources.empty()) return;
    add("<h2 lang=\"en\">Sources</h2>\n<ol class=\"sources\">\n");
    for (const Source& source : article_.sources) {
      add("<li dir=\"auto\">{}{}</li>\n", html_text(source.name),
          source.licence ? fmt::format(" <span class=\"licence\">{}</span>",
                                       html_text(*source.licence))
                         : "");
    }
    add("</ol>\n");
  }

  const FullArticle& article_;
  size_t first_;
  const std::optional<PassageMark>& mark_;
  std::string db_;
  std::string out_;
  std::vector<std::string> headings_;  // of the passage before
  bool in_questions_ = false;
  size_t last_level_ = 1;
};

}  // namespace

std::string article_page(const FullArticle& article, size_t first,
                         const std::optional<PassageMark>& mark,
                         const FormState& form) {
  return page({"read", article.title.empty() ? article.id : article.title, "",
               ArticleWriter(article, first, mark, form).write()},
              form);
}

}  // namespace ibid
