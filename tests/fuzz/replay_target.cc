// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/replay_target.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace ibid {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLongRepeats = 6000;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

int digit(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const size_t found = kDigits.find(c >= 'A' && c <= 'F' ? char(c + 32) : c);
  return found == kDigits.npos ? -1 : static_cast<int>(found);
}

// Reads up to `most` digits at the front of text, and takes them away.
char take_number(std::string_view& text, int base, size_t most) {
  int value = 0;
  for (; most > 0 && !text.empty(); --most, text.remove_prefix(1)) {
    const int next = digit(text.front());
    if (next < 0 || next >= base) break;
    value = value * base + next;
  }
  return static_cast<char>(value);
}

// The lines of seeds/NAME.txt but the first, a comment.
std::vector<std::string> seed_lines(const fs::path& fuzz,
                                    const std::string& name) {
  if (name == "-") return {};
  std::vector<std::string> lines =
      lines_of(read_bytes(fuzz / "seeds" / (name + ".txt")));
  if (!lines.empty()) lines.erase(lines.begin());
  for (std::string& line : lines) line = unescape(line);
  return lines;
}

std::vector<std::string> corpus_files(const fs::path& folder,
                                      const std::string& ending) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == "." + ending) paths.push_back(entry);
  }
  std::ranges::sort(paths);  // the order of a folder is that of no other
  std::vector<std::string> files;
  for (const fs::path& path : paths) files.push_back(read_bytes(path));
  return files;
}

std::string many_times(const std::string& piece) {
  std::string text;
  for (size_t left = kLongRepeats; left > 0; --left) text += piece;
  return text;
}

}  // namespace

std::string read_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string unescape(std::string_view text) {
  constexpr std::string_view kNames = "\\nrtabefv";
  constexpr std::string_view kBytes = "\\\n\r\t\a\b\x1b\f\v";
  std::string out;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c != '\\' || text.empty()) {
      out += c;
      continue;
    }
    const char name = text.front();
    const size_t known = kNames.find(name);
    if (known == kNames.npos && name != 'x' && name != '0') {
      out += c;
      continue;
    }
    text.remove_prefix(1);
    if (known != kNames.npos) {
      out += kBytes[known];
    } else {
      out += take_number(text, name == 'x' ? 16 : 8, name == 'x' ? 2 : 3);
    }
  }
  return out;
}

std::vector<std::string> parse_dictionary(std::string_view text) {
  std::vector<std::string> tokens;
  for (const std::string& line : lines_of(std::string(text))) {
    const size_t end = line.rfind('"');
    if (!line.starts_with('"') || end == 0) continue;
    std::string inner = line.substr(1, end - 1);
    for (size_t at = 0; (at = inner.find('\\', at)) != inner.npos; ++at) {
      if (inner.substr(at).starts_with("\\\"")) {
        inner.erase(at, 1);
      } else {
        ++at;  // what the backslash stands before
      }
    }
    tokens.push_back(unescape(inner));
  }
  return tokens;
}

ReplayTarget read_target(const std::string& folder, std::string_view name) {
  const fs::path fuzz = fs::path(folder) / "tests/fuzz";
  for (const std::string& line : lines_of(read_bytes(fuzz / "targets.txt"))) {
    std::istringstream in(line);
    std::string found, dictionary, lines, corpus, longer;
    ReplayTarget target;
    in >> found >> target.max_bytes >> target.runs >> dictionary >> lines >>
        corpus >> longer;
    if (!in || found != name) continue;
    if (dictionary != "-") {
      target.tokens =
          parse_dictionary(read_bytes(fuzz / (dictionary + ".dict")));
    }
    target.seeds = seed_lines(fuzz, lines);
    // With a line end, by which searcher_fuzz knows that there are no options.
    for (std::string& seed : target.seeds) seed += '\n';
    if (corpus != "-") {
      for (std::string& file :
           corpus_files(fs::path(folder) / "corpus", corpus))
        target.seeds.push_back(std::move(file));
    }
    for (const std::string& piece : seed_lines(fuzz, longer)) {
      target.long_seeds.push_back(many_times(piece) + '\n');
    }
    return target;
  }
  throw std::runtime_error("no target " + std::string(name) +
                           " in targets.txt");
}

}  // namespace ibid
