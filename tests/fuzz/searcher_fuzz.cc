// SPDX-License-Identifier: GPL-3.0-or-later
// The whole searcher on any bytes: a small database is made once, and each
// input searched in it and printed in every form. The last byte of an input
// chooses the options; a line end stands for none.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "index/error.h"
#include "index/text.h"
#include "searcher/print.h"
#include "searcher/searcher.h"
#include "tests/fuzz/fuzz_database.h"
#include "tests/fuzz/require.h"

namespace ibid {
namespace {

constexpr double kMaxSeconds = 1;
constexpr size_t kMaxAnswerChars = 350;

// Of this process, so that a busy machine breaks no promise.
double cpu_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_nsec) * 1e-9;
}

SearchRequest make_request(std::string_view input) {
  SearchRequest request;
  if (input.empty()) return request;
  const auto choice = static_cast<unsigned char>(input.back() ^ '\n');
  request.text = input.substr(0, input.size() - 1);
  request.strict = (choice & 1U) != 0;
  if ((choice & 6U) == 2U) request.mode = QueryMode::kKeyword;
  if ((choice & 6U) == 4U) request.mode = QueryMode::kQuestion;
  request.all = (choice & 8U) != 0;
  request.explain = (choice & 16U) != 0;
  request.rank.per_article = (choice & 32U) != 0 ? 1 : 0;
  if ((choice & 64U) != 0) request.rank.sort = Sort::kDate;
  if ((choice & 128U) != 0) request.language = "de";
  return request;
}

// Whether text can be sent to a terminal, the line end its only control.
bool is_harmless(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    const char32_t value = c.value;
    const bool control = (value < 0x20 && value != '\n') ||
                         (value >= 0x7F && value < 0xA0) ||
                         (value >= 0x202A && value <= 0x202E) ||
                         (value >= 0x2066 && value <= 0x2069);
    if (!c.valid || control) return false;
    i += c.length;
  }
  return true;
}

void check_answer(const Answer& answer) {
  require(answer.hits.empty() == (answer.outcome == Outcome::kNone),
          "there is an outcome where there are hits");
  if (answer.answer) {
    require(answer.answer->hit < answer.hits.size(), "an answer has its hit");
    require(utf8_length(answer.answer->text) <= kMaxAnswerChars,
            "an answer is short");
  }
  for (const Hit& hit : answer.hits) {
    size_t end = 0;
    for (const Span& mark : hit.snippet.highlights) {
      require(end <= mark.start && mark.start < mark.end &&
                  mark.end <= hit.snippet.text.size(),
              "highlights are in order and in the snippet");
      end = mark.end;
    }
  }
}

void check_print(const Answer& answer) {
  require(is_harmless(print_text(answer, {})), "printed text is harmless");
  require(is_harmless(print_text(answer, {.width = 20})),
          "printed text is harmless in a narrow terminal");
  require(is_valid_utf8(print_trec(answer)), "a TREC run is UTF-8");
  const std::string json = print_json(answer, true);
  require(json.find('\n') + 1 == json.size(), "JSON is one line");
  require(nlohmann::json::accept(json), "JSON is JSON");
}

// To see how long searches take in a large one; nullptr: our own.
const char* given_database() { return std::getenv("IBID_FUZZ_DB"); }

void search(Searcher& searcher, std::string_view input) {
  const SearchRequest request = make_request(input);
  const double started = cpu_seconds();
  try {
    const Answer answer = searcher.search(request);
    check_answer(answer);
    check_print(answer);
  } catch (const Error& error) {
    require(request.strict, "without --strict nothing is thrown");
    require(error.kind() == ErrorKind::kUsage, "what is thrown is kUsage");
    require(nlohmann::json::accept(print_json_error(error, "id")),
            "an error is JSON");
  }
  require(given_database() != nullptr || cpu_seconds() - started < kMaxSeconds,
          "a search takes no second");
}

Database open_database() {
  if (given_database() != nullptr) return Database::open(given_database());
  static const FuzzDatabase database;
  return Database::open(database.path());
}

}  // namespace
}  // namespace ibid

// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static ibid::Searcher searcher(ibid::open_database());
  ibid::search(searcher, {reinterpret_cast<const char*>(data), size});
  return 0;
}
