// SPDX-License-Identifier: GPL-3.0-or-later
// ibid-searcher: finds the passages that answer a query.
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>

#include "index/error.h"
#include "index/output.h"
#include "index/settings.h"
#include "searcher/batch.h"
#include "searcher/options.h"
#include "searcher/partial.h"
#include "searcher/print.h"
#include "searcher/searcher.h"

namespace ibid {
namespace {

constexpr int kFound = 0;
constexpr int kNothingFound = 1;
constexpr int kFailed = 2;

TextStyle text_style(const std::string& color) {
  TextStyle style;
  style.color = use_color(color, STDOUT_FILENO);
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  style.links = terminal && style.color;
  winsize size{};
  if (terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0) {
    style.width = size.ws_col;
  }
  return style;
}

std::string print(const Answer& answer, const SearcherOptions& options) {
  switch (options.output.value_or(Output::kText)) {
    case Output::kJson:
    case Output::kJsonl:
      return print_json(answer, options.output == Output::kJson);
    case Output::kTrec:
      return print_trec(answer);
    case Output::kText:
      break;
  }
  return print_text(answer, text_style(options.color));
}

int run_one(Searcher& searcher, SearcherOptions options) {
  if (options.output == Output::kTrec) options.request.rank.per_article = 1;
  const Answer answer = searcher.search(options.request);
  if (options.output == Output::kTrec) {
    tell_missing("ibid-searcher", answer.missing_shards);
  }
  write_result(stdout, print(answer, options));
  return answer.hits.empty() ? kNothingFound : kFound;
}

int run_all(Searcher& searcher, const SearcherOptions& options) {
  if (options.output == Output::kText) {
    throw Error(ErrorKind::kUsage, "--batch gives no text",
                "take --output jsonl or --output trec");
  }
  std::ifstream file;
  if (options.batch != "-") file.open(options.batch);
  std::istream& queries = options.batch == "-" ? std::cin : file;
  const BatchResult result = run_batch(queries, options, searcher, stdout);
  // A file that did not open is bad from the start, a folder at its first line.
  if (queries.bad() || (options.batch != "-" && !file.is_open())) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("cannot read {}", options.batch),
                "--batch takes a file of JSON lines, or -");
  }
  if (result.any_bad) return kFailed;
  return result.any_found ? kFound : kNothingFound;
}

int fail(const Error& error, bool json) {
  if (json) std::fputs(print_json_error(error, std::nullopt).c_str(), stdout);
  tell_error("ibid-searcher", error);
  return kFailed;
}

int run(int argc, const char* const* argv) {
  try {
    std::optional<SearcherEarlyExit> early;
    const SearcherOptions options = parse_searcher_options(argc, argv, early);
    if (early) {
      write_result(stdout, early->text);
      finish_results(stdout);
      return kFound;
    }
    Searcher searcher(Database::open(options.source));
    const int code = options.batch.empty() ? run_one(searcher, options)
                                           : run_all(searcher, options);
    finish_results(stdout);
    return code;
  } catch (const Error& e) {
    return fail(e, asks_for_json(argc, argv));
  } catch (const std::exception& e) {
    return fail(Error(ErrorKind::kInternal, e.what()),
                asks_for_json(argc, argv));
  }
}

}  // namespace
}  // namespace ibid

int main(int argc, char** argv) { return ibid::run(argc, argv); }
