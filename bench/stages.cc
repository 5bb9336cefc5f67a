// SPDX-License-Identifier: GPL-3.0-or-later
// The hot stages one by one, with Google Benchmark: readers, split, analysis,
// stored passages, rerank. Bytes a second are those of the sources for readers
// and split, those of the passages' texts for the rest.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/analysers.h"
#include "index/output.h"
#include "index/passage.h"
#include "indexer/formats/format.h"
#include "indexer/split.h"
#include "searcher/query_terms.h"
#include "searcher/query_words.h"
#include "searcher/rerank.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFilesOption = "--files=";
constexpr std::string_view kQuery =
    "how does memory safety differ in languages";

struct File {
  Format format = Format::kText;
  std::string bytes;
};

Article read(const File& file) {
  Diagnostics diagnostics;
  switch (file.format) {
    case Format::kMarkdown:
      return read_markdown(file.bytes, "file", diagnostics);
    case Format::kHtml:
      return read_html(file.bytes, "file", diagnostics);
    case Format::kJsonl:
      return read_json_line(file.bytes, {0, file.bytes.size()}, 1, diagnostics)
          .value_or(Article());
    case Format::kText:
      break;
  }
  return read_text(file.bytes, "file", diagnostics);
}

// What the benchmarks work on: made once, then only read.
struct Input {
  std::map<Format, std::vector<File>> files;
  std::vector<StoredPassage> passages;
  std::vector<std::string> stored;  // encoded
  size_t text_bytes = 0;            // of the passages
};

Input& input() {
  static Input the_input;
  return the_input;
}

int64_t bytes_of(const std::vector<File>& files) {
  size_t bytes = 0;
  for (const File& file : files) bytes += file.bytes.size();
  return static_cast<int64_t>(bytes);
}

std::vector<Passage> passages_of(const File& file) {
  Diagnostics diagnostics;
  return split(read(file), file.bytes, diagnostics);
}

File json_line(const StoredPassage& passage, size_t number) {
  const nlohmann::json line = {{"_id", std::to_string(number)},
                               {"title", passage.title},
                               {"text", passage.text}};
  return {Format::kJsonl, line.dump()};
}

void load(const std::string& folder) {
  Input& in = input();
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    std::ifstream source(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(source), {}};
    const auto format = guess_format(path.string(), bytes.substr(0, 4096));
    if (!format || *format == Format::kJsonl) continue;
    in.files[*format].push_back({*format, std::move(bytes)});
  }
  std::vector<File> lines;
  for (const auto& [format, files] : in.files) {
    for (const File& file : files) {
      for (Passage& passage : passages_of(file)) {
        lines.push_back(json_line(passage.stored, lines.size()));
        in.text_bytes += passage.stored.text.size();
        in.stored.push_back(encode_passage(passage.stored));
        in.passages.push_back(std::move(passage.stored));
      }
    }
  }
  in.files[Format::kJsonl] = std::move(lines);
}

void set_text_bytes(benchmark::State& state) {
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(input().text_bytes));
}

void parse(benchmark::State& state, const std::vector<File>& files) {
  for (auto _ : state) {
    for (const File& file : files) benchmark::DoNotOptimize(read(file));
  }
  state.SetBytesProcessed(state.iterations() * bytes_of(files));
}

void cut(benchmark::State& state, const std::vector<File>& files) {
  std::vector<Article> articles;
  for (const File& file : files) articles.push_back(read(file));
  for (auto _ : state) {
    for (size_t i = 0; i < files.size(); ++i) {
      Diagnostics diagnostics;
      benchmark::DoNotOptimize(split(articles[i], files[i].bytes, diagnostics));
    }
  }
  state.SetBytesProcessed(state.iterations() * bytes_of(files));
}

void analyse(benchmark::State& state) {
  const Analyser analyser("en");
  size_t stem_bytes = 0;
  for (auto _ : state) {
    for (const StoredPassage& passage : input().passages) {
      analyser.analyse(passage.text, [&](const Token& token) {
        stem_bytes += token.stem.size();
      });
    }
  }
  benchmark::DoNotOptimize(stem_bytes);
  set_text_bytes(state);
}

void encode(benchmark::State& state) {
  for (auto _ : state) {
    for (const StoredPassage& passage : input().passages) {
      benchmark::DoNotOptimize(encode_passage(passage));
    }
  }
  set_text_bytes(state);
}

void decode(benchmark::State& state) {
  for (auto _ : state) {
    for (const std::string& data : input().stored) {
      benchmark::DoNotOptimize(decode_passage(data));
    }
  }
  set_text_bytes(state);
}

// The stems of all passages, for what the rerank wants to know of a query.
Xapian::WritableDatabase stems_of(const std::vector<StoredPassage>& passages,
                                  const Analyser& analyser) {
  Xapian::WritableDatabase db("", Xapian::DB_BACKEND_INMEMORY);
  for (const StoredPassage& passage : passages) {
    Xapian::Document document;
    analyser.analyse(passage.text, [&](const Token& token) {
      document.add_term(std::string(token.stem.substr(0, 60)));
    });
    db.add_document(document);
  }
  return db;
}

// The first candidates of a query, whatever they say; the time of one call.
void rerank(benchmark::State& state) {
  Analysers analysers;
  RerankQuery query;
  query.terms = query_terms(query_words(kQuery, {"en"}, analysers),
                            stems_of(input().passages, analysers.get("en")));
  query.folded = kQuery;
  std::vector<Ranked> candidates(
      std::min(kRerankDepth, input().passages.size()));
  for (size_t i = 0; i < candidates.size(); ++i) {
    candidates[i].passage = input().passages[i];
    candidates[i].language = "en";
  }
  Reranker reranker(query, analysers);
  for (auto _ : state) reranker.rerank(candidates);
  state.counters["candidates"] = static_cast<double>(candidates.size());
}

void register_all() {
  using benchmark::RegisterBenchmark;
  for (const auto& [format, files] : input().files) {
    if (files.empty()) continue;
    RegisterBenchmark(fmt::format("parse/{}", format_name(format)).c_str(),
                      parse, files);
    RegisterBenchmark(fmt::format("split/{}", format_name(format)).c_str(), cut,
                      files);
  }
  RegisterBenchmark("analyse", analyse);
  RegisterBenchmark("encode", encode);
  RegisterBenchmark("decode", decode);
  RegisterBenchmark("rerank", rerank);
}

// The folder after --files=; Google Benchmark has taken its own options.
std::optional<std::string> folder_of(int argc, char** argv) {
  std::string folder = IBID_CORPUS;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (!word.starts_with(kFilesOption)) return std::nullopt;
    folder = word.substr(kFilesOption.size());
  }
  return folder;
}

}  // namespace
}  // namespace ibid

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const auto folder = ibid::folder_of(argc, argv);
  if (!folder) {
    ibid::tell("stages [--files=DIR] [--benchmark_...]: see bench/README.md\n");
    return 2;
  }
  try {
    ibid::load(*folder);
    if (ibid::input().passages.empty()) {
      ibid::tell("stages: no passages in " + *folder + "\n");
      return 2;
    }
    ibid::register_all();
    benchmark::RunSpecifiedBenchmarks();
  } catch (const std::exception& e) {
    ibid::tell(fmt::format("stages: {}\n", e.what()));
    return 2;
  }
  return 0;
}
