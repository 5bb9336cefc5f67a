// SPDX-License-Identifier: GPL-3.0-or-later
// An Answer for people: a card with the answer where there is one, the hits,
// and what else is to be said. Articles and queries are other people's bytes:
// every one of them passes printable() before it is written, and styles open
// and close within a line.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>
#include <vector>

#include "index/text.h"
#include "searcher/line_writer.h"
#include "searcher/partial.h"
#include "searcher/print.h"

namespace ibid {
namespace {

constexpr std::string_view kIndent = "   ";
constexpr std::string_view kCardIndent = "│ ";

std::string one_line(std::string_view text) {
  return collapse_space(printable(text));
}

// A snippet made fit for the terminal, with its highlights in place.
Snippet printable_snippet(const Snippet& snippet) {
  Snippet out;
  size_t done = 0;
  const auto add = [&](size_t end) {
    std::string piece =
        printable(slice(snippet.text, {done, std::max(done, end)}));
    std::ranges::replace_if(piece, is_space, ' ');
    out.text += piece;
    done = std::max(done, end);
  };
  for (const Span& mark : snippet.highlights) {
    add(mark.start);
    const size_t start = out.text.size();
    add(mark.end);
    out.highlights.push_back({start, out.text.size()});
  }
  add(snippet.text.size());
  return out;
}

// file:///... of an absolute path, with this machine's name, so that a terminal
// on another one does not open a file of its own.
std::string file_uri(std::string_view path) {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host.fill('\0');
  std::string uri = fmt::format("file://{}", host.data());
  constexpr std::string_view kSafe =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  for (const char c : path) {
    if (kSafe.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

// The path from the current folder, where it lies below it.
std::string shown_path(std::string_view path) {
  std::error_code error;
  std::string folder = std::filesystem::current_path(error).string();
  if (!folder.ends_with('/')) folder += '/';
  if (!error && path.starts_with(folder)) path.remove_prefix(folder.size());
  return std::string(path);
}

// Title › heading › heading, or the related question as the last of them.
std::string heading_path(const Hit& hit) {
  std::vector<std::string> parts = {one_line(hit.passage.title)};
  for (const std::string& heading : hit.passage.headings) {
    parts.push_back(one_line(heading));
  }
  if (!hit.passage.question.empty()) {
    parts.push_back(one_line(hit.passage.question));
  }
  return fmt::format("{}", fmt::join(parts, " › "));
}

// Where the passage stands: path:line, else its URL, else the article's id.
std::string place(const Hit& hit) {
  if (hit.path) {
    return fmt::format("{}:{}", one_line(shown_path(*hit.path)), hit.line);
  }
  if (hit.url.empty()) return one_line(hit.article_id);
  if (hit.anchor.empty() || hit.url.find('#') != std::string::npos) {
    return one_line(hit.url);
  }
  return one_line(fmt::format("{}#{}", hit.url, hit.anchor));
}

std::string kind_text(PassageKind kind) {
  std::string name(passage_kind_name(kind));
  std::ranges::replace(name, '_', ' ');
  return name;
}

// "10 of about 57 passages"; of a later page "11 to 20 of 57 passages".
std::string count_text(const Answer& answer) {
  const uint32_t first = answer.hits.front().rank;
  const uint32_t last = answer.hits.back().rank;
  const uint64_t total = std::max<uint64_t>(answer.total, last);
  return fmt::format(
      "{}{} of {}{} {}",
      first > 1 && first < last ? fmt::format("{} to ", first) : "", last,
      answer.total_exact ? "" : "about ", total,
      total == 1 ? "passage" : "passages");
}

LineWriter::Item place_item(const Hit& hit) {
  return {place(hit), Look::kPlain, hit.path ? file_uri(*hit.path) : ""};
}

// What is shown may no longer stand in the file.
void write_age(const Hit& hit, std::string_view indent, LineWriter& lines) {
  if (!hit.stale.value_or(false)) return;
  lines.wrapped("changed since it was indexed", Look::kNotice, indent, indent);
}

void write_card(const AnswerSpan& answer, const Hit& hit, LineWriter& lines) {
  lines.wrapped(one_line(answer.text), Look::kBold, kCardIndent, kCardIndent);
  lines.wrapped(heading_path(hit), Look::kDim, kCardIndent, kCardIndent);
  lines.items({place_item(hit)}, kCardIndent);
  write_age(hit, kCardIndent, lines);
  lines.empty_line();
}

// "score 12.345 = body 4.1 (8.2 x 0.5) + ...", without what adds nothing.
std::string explanation_text(const Hit& hit) {
  std::string text = fmt::format("score {:.3f} =", hit.score);
  bool first = true;
  for (const FeatureShare& share : hit.explanation) {
    if (share.value * share.weight == 0) continue;
    text += fmt::format("{} {} {:.3f} ({:.3f} x {:g})", first ? "" : " +",
                        share.name, share.value * share.weight, share.value,
                        share.weight);
    first = false;
  }
  return text;
}

void write_hit(const Hit& hit, LineWriter& lines) {
  lines.wrapped(fmt::format("{}. {}", hit.rank, heading_path(hit)), Look::kBold,
                "", kIndent);
  std::vector<LineWriter::Item> items = {place_item(hit)};
  if (!hit.updated.empty()) {
    items.push_back({one_line(hit.updated), Look::kDim, ""});
  }
  items.push_back({kind_text(hit.passage.kind), Look::kDim, ""});
  lines.items(items, kIndent);
  const Snippet snippet = printable_snippet(hit.snippet);
  lines.wrapped(snippet.text, Look::kPlain, kIndent, kIndent,
                snippet.highlights);
  if (!hit.explanation.empty()) {
    lines.wrapped(explanation_text(hit), Look::kDim, kIndent, kIndent);
  }
  if (hit.similar > 0) {
    lines.wrapped(fmt::format("and {} more that {} nearly the same",
                              hit.similar, hit.similar == 1 ? "says" : "say"),
                  Look::kDim, kIndent, kIndent);
  }
  write_age(hit, kIndent, lines);
  lines.empty_line();
}

// What could not be asked; stands above what was found without it.
void write_missing(const Answer& answer, LineWriter& lines) {
  if (!answer.is_partial()) return;
  for (const std::string& text : missing_texts(answer.missing_shards)) {
    lines.wrapped("Partial: " + one_line(text), Look::kNotice, "", kIndent);
  }
  lines.empty_line();
}

bool is_explained(const Answer& answer) {
  return std::any_of(answer.hits.begin(), answer.hits.end(),
                     [](const Hit& hit) { return !hit.explanation.empty(); });
}

void write_footer(const Answer& answer, LineWriter& lines) {
  const auto write = [&](const std::string& text, Look look) {
    lines.wrapped(text, look, "", kIndent);
  };
  if (answer.hits.empty()) {
    write(answer.is_partial() ? "No passage found in what could be searched."
                              : "No passage found.",
          Look::kPlain);
  } else {
    write(count_text(answer), Look::kDim);
  }
  if (answer.unchecked > 0) {
    write(fmt::format("The words of the query stand in about {} more passages "
                      "that were not looked at: add a word that narrows it",
                      answer.unchecked),
          Look::kPlain);
  }
  if (!answer.missing.empty()) {
    write(one_line(fmt::format(
              "No passage {}has: {}",
              answer.is_partial() ? "in what could be searched " : "",
              fmt::join(answer.missing, ", "))),
          Look::kPlain);
  }
  for (const Widening& widening : answer.widened) {
    if (widening.why == "suggestion") continue;
    if (widening.why == "synonym" && !is_explained(answer)) continue;
    write(one_line(
              fmt::format("Looked for {} {} {}", fmt::join(widening.by, ", "),
                          widening.why == "synonym" ? "besides" : "instead of",
                          widening.typed)),
          Look::kPlain);
  }
  // What was looked for by itself has been said above.
  const bool is_new =
      std::none_of(answer.widened.begin(), answer.widened.end(),
                   [](const Widening& w) { return w.why == "spelling"; });
  if (answer.suggestion && is_new) {
    write(one_line("Did you mean: " + *answer.suggestion), Look::kPlain);
  }
}

}  // namespace

std::string print_text(const Answer& answer, const TextStyle& style) {
  LineWriter lines(style);
  write_missing(answer, lines);
  if (answer.outcome == Outcome::kAnswered && answer.answer &&
      answer.answer->hit < answer.hits.size()) {
    write_card(*answer.answer, answer.hits[answer.answer->hit], lines);
  }
  for (const Hit& hit : answer.hits) write_hit(hit, lines);
  write_footer(answer, lines);
  return lines.finish();
}

}  // namespace ibid
