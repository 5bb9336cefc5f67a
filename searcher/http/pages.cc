// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "searcher/http/embedded.h"
#include "searcher/http/search_params.h"
#include "searcher/lookup.h"
#include "searcher/web/article_page.h"
#include "searcher/web/page.h"
#include "searcher/web/results.h"

namespace ibid {
namespace {

constexpr std::string_view kHtml = "text/html";
constexpr std::string_view kPartPath = "/results";
constexpr size_t kExamples = 6;         // articles on the start page
constexpr size_t kMaxNumber = 1000000;  // of a passage
constexpr size_t kMaxBytes = 1 << 20;   // of the texts of a page

struct PageFile {
  std::string_view path;
  const std::string_view& content;
  const char* type;
};

const std::array kFiles = {
    PageFile{"/page.css", kPageCss, "text/css; charset=utf-8"},
    PageFile{"/form.css", kFormCss, "text/css; charset=utf-8"},
    PageFile{"/found.css", kFoundCss, "text/css; charset=utf-8"},
    PageFile{"/read.css", kReadCss, "text/css; charset=utf-8"},
    PageFile{"/page.js", kPageJs, "text/javascript; charset=utf-8"},
    PageFile{"/found.js", kFoundJs, "text/javascript; charset=utf-8"},
    PageFile{"/suggest.js", kSuggestJs, "text/javascript; charset=utf-8"},
    PageFile{"/icon.svg", kIconSvg, "image/svg+xml"},
};

HttpResponse html_response(std::string body) {
  HttpResponse response;
  response.type = "text/html; charset=utf-8";
  response.body = std::move(body);
  return response;
}

// Without those that a form sends empty. Who types a query wants no longer what
// was similar to a passage.
Parameters given(Parameters parameters) {
  std::erase_if(parameters, [](const Parameter& p) { return p.value.empty(); });
  if (!value_of(parameters, "q").empty()) {
    std::erase_if(parameters,
                  [](const Parameter& p) { return p.name == "like"; });
  }
  return parameters;
}

bool is_asked(const Parameters& parameters) {
  return !value_of(parameters, "q").empty() ||
         !value_of(parameters, "like").empty();
}

std::vector<std::string> names(const RouteContext& context) {
  std::vector<std::string> all;
  for (const NamedDatabase& named : context.databases.named()) {
    all.push_back(named.name);
  }
  return all;
}

std::string start_page(const Parameters& parameters, RouteContext& context) {
  OpenDatabase& open = context.databases.get(value_of(parameters, "db"));
  const DatabaseSummary& summary = open.summary();
  Contents contents{
      summary.articles, summary.passages, {}, summary.missing_shards};
  contents.examples = list_articles(open.database(), "", kExamples).articles;
  return home_page(contents, {parameters, names(context), true});
}

// What others are to be like: the passage, or of an article its title. nullopt:
// it has just gone, or its database has; the page then names it by its id.
std::optional<LocatedPassage> look_up_like(Database& database,
                                           const std::string& id) try {
  if (auto passage = look_up_passage(database, id)) return passage;
  const auto article = look_up_article(database, id, {1, 0, 0});
  if (!article) return std::nullopt;
  LocatedPassage whole;
  whole.passage.title = article->title;
  return whole;
} catch (const Error& e) {
  if (e.kind() != ErrorKind::kUnavailable) throw;
  return std::nullopt;
}

struct Found {
  Search search;
  Answer answer;
};

Found search(const Parameters& parameters, RouteContext& context) {
  SearchParams params = search_params(parameters);
  params.request.time_limit = context.time_limit;
  params.request.require_all |= context.require_all;
  OpenDatabase& open = context.databases.get(params.db);
  Found found;
  found.search = {parameters, params.request.rank.count,
                  params.request.rank.offset, kMaxOffset, std::nullopt};
  found.answer = open.search(params.request);
  if (!params.request.like.empty()) {
    found.search.like = look_up_like(open.database(), params.request.like);
  }
  return found;
}

HttpResponse found_response(const Found& found, std::string body) {
  HttpResponse response = html_response(std::move(body));
  response.is_partial = found.answer.is_partial();
  return response;
}

std::string target_path(const HttpRequest& request) {
  return request.target.substr(0, request.target.find('?'));
}

// As far as they can be read.
Parameters parameters_of(const HttpRequest& request) {
  try {
    return given(parse_target(request.target).parameters);
  } catch (const Error&) {
    // It is this error that is being told.
    return {};
  }
}

}  // namespace

HttpResponse search_page(const RouteCall& call, RouteContext& context) {
  const Parameters parameters = given(call.target.parameters);
  if (!is_asked(parameters)) {
    return html_response(start_page(parameters, context));
  }
  const Found found = search(parameters, context);
  return found_response(found, page({"found", search_title(found.search),
                                     found_text(found.answer),
                                     results(found.answer, found.search)},
                                    {parameters, names(context), false}));
}

HttpResponse results_part(const RouteCall& call, RouteContext& context) {
  const Found found = search(given(call.target.parameters), context);
  return found_response(found, results(found.answer, found.search));
}

HttpResponse read_page(const RouteCall& call, RouteContext& context) {
  check_names(call.target.parameters, {"db", "first", "mark"});
  const std::string db = value_of(call.target.parameters, "db");
  const std::string first = value_of(call.target.parameters, "first");
  const std::string mark = value_of(call.target.parameters, "mark");
  const size_t number =
      first.empty() ? 1 : parse_count("first", first, kMaxNumber);
  const PassageRange range = {std::max<size_t>(1, number), kReadPassages,
                              kMaxBytes};
  const auto article =
      look_up_article(context.databases.get(db).database(), call.id, range);
  if (!article || (article->passages.empty() && range.first > 1)) {
    throw Refusal(404, fmt::format("there is no article {}", call.id),
                  "it may have been moved or removed since: search for it");
  }
  std::optional<PassageMark> marked;
  if (!mark.empty()) marked = parse_mark(mark);
  FormState form{{}, names(context), false};
  if (!db.empty()) form.parameters.push_back({"db", db});
  return html_response(article_page(*article, range.first, marked, form));
}

HttpResponse page_file(const RouteCall& call, RouteContext&) {
  check_names(call.target.parameters, {});
  const auto* file =
      std::ranges::find(kFiles, call.target.path, &PageFile::path);
  HttpResponse response;
  response.type = file->type;
  response.body = file->content;
  return response;
}

bool wants_page(const HttpRequest& request) {
  const Route* route = find_route(target_path(request));
  if (route != nullptr) return route->type == kHtml;
  const std::string* accept = request.header("accept");
  return accept != nullptr && accept->find(kHtml) != std::string::npos;
}

HttpResponse failed_page(const HttpRequest& request, const Error& error,
                         const std::vector<std::string>& databases) {
  const std::string path = target_path(request);
  if (path == kPartPath) {
    return html_response(failed_results(error, parameters_of(request)));
  }
  Parameters parameters = parameters_of(request);
  if (path != "/") {
    // Other pages have parameters of their own.
    std::erase_if(parameters,
                  [](const Parameter& p) { return p.name != "db"; });
  }
  return html_response(error_page(error, {parameters, databases, false}));
}

}  // namespace ibid
