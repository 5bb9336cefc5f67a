// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/random_world.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace ibid {
namespace {

namespace fs = std::filesystem;

// Never changed, so that no root is ever without articles.
constexpr const char* kFixed = "fixed.txt";
constexpr const char* kLineFiles[] = {"a/one.jsonl", "a/two.jsonl", "c.jsonl"};

constexpr const char* kBrokenLine = "{\"_id\":\"line";

bool is_broken(const std::vector<std::string>& lines) {
  return std::ranges::find(lines, kBrokenLine) != lines.end();
}

std::vector<std::string> lines_of(const std::string& bytes) {
  std::vector<std::string> lines;
  std::istringstream in(bytes);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string join(const std::vector<std::string>& lines) {
  std::string bytes;
  for (const std::string& line : lines) bytes += line + "\n";
  return bytes;
}

}  // namespace

RandomWorld::RandomWorld(uint32_t seed) : random_(seed) {
  write(std::string("a/") + kFixed, "Fixed\n\nAlways here.\n");
  write(std::string("b/") + kFixed, "Fixed too\n\nAlso here.\n");
  write(kLineFiles[0], line(random(4)) + "\n" + line(4 + random(4)) + "\n");
  write(kLineFiles[1], line(random(8)) + "\n");
  write(kLineFiles[2], line(8) + "\n" + line(9) + "\n");
  for (int i = 0; i < 3; ++i) write(new_path(), text());
}

uint32_t RandomWorld::random(uint32_t below) {
  return static_cast<uint32_t>(random_() % below);
}

FileTimes RandomWorld::times() const {
  FileTimes times;
  times.now_ns = [this] { return now_ns_; };
  times.of = [this](const std::string& path, const FileStat& stat) {
    const std::string top = dir_.path().string() + "/";
    if (!path.starts_with(top)) return stat;
    const auto found = times_.find(path.substr(top.size()));
    if (found == times_.end()) return stat;
    const Times& made_up = found->second;
    return FileStat{stat.size, made_up.mtime_ns, made_up.ctime_ns,
                    made_up.inode};
  };
  return times;
}

int64_t RandomWorld::file_clock() const {
  constexpr int64_t kStepNs = 1'000'000'000;
  return now_ns_ / kStepNs * kStepNs;
}

void RandomWorld::write(const std::string& path, const std::string& bytes) {
  dir_.write_file(path, bytes);
  touched_.insert(path);
  Times& times = times_[path];
  if (times.inode == 0) times.inode = next_inode_++;
  times.mtime_ns = times.ctime_ns = file_clock();
}

void RandomWorld::move(const std::string& from, const std::string& to) {
  fs::create_directories(fs::path(at(to)).parent_path());
  fs::rename(at(from), at(to));
  touched_.insert({from, to});
  auto moved = times_.extract(from);
  moved.key() = to;
  moved.mapped().ctime_ns = file_clock();
  times_.erase(to);
  times_.insert(std::move(moved));
}

std::string RandomWorld::section() {
  constexpr std::array kWords = {"cats", "dogs",  "posting", "lists",
                                 "rust", "sleep", "numbers", "engine"};
  std::string text = fmt::format("Heading {}\n\n", random(4));
  for (int i = 0; i < 4; ++i) {
    text += std::string(kWords[random(kWords.size())]) + " ";
  }
  return text + "are here.\n\n";
}

std::string RandomWorld::text() {
  // Sometimes without a title, which then is the name of the file; sometimes
  // the same as in another file.
  std::string text =
      random(3) == 0 ? "" : fmt::format("Title {}\n\n", random(3));
  if (random(4) == 0) {
    text += fmt::format("Last updated: 2026-01-0{}\n\n", 1 + random(9));
  }
  if (random(2) == 0) text += "Key Facts\n\n";
  for (uint32_t i = random(4); i > 0; --i) text += section();
  return text;
}

// The id of one line may be that of a file too.
std::string RandomWorld::line(uint32_t number) {
  const std::string id = number == 7 ? "f0.txt" : fmt::format("line{}", number);
  return fmt::format(
      R"({{"_id":"{}","title":"Line","text":"Line says {} and {}."}})", id,
      random(3), random(2));
}

bool RandomWorld::shadow_is_broken() const {
  return std::ranges::any_of(kLineFiles, [&](const char* path) {
    return is_broken(lines_of(shadow_.read_file(path)));
  });
}

void RandomWorld::mend() {
  for (const char* path : kLineFiles) {
    std::vector<std::string> lines = lines_of(dir_.read_file(path));
    if (!is_broken(lines)) continue;
    std::erase(lines, kBrokenLine);
    if (lines.empty()) lines.push_back(line(path == kLineFiles[2] ? 8 : 0));
    write(path, join(lines));
  }
}

std::vector<std::string> RandomWorld::take_touched() {
  std::vector<std::string> paths;
  for (const std::string& path : touched_) paths.push_back(at(path));
  touched_.clear();
  return paths;
}

std::vector<std::string> RandomWorld::files() const {
  std::vector<std::string> all;
  for (const auto& [path, times] : times_) all.push_back(path);
  return all;
}

bool RandomWorld::has_files(const std::string& path) const {
  return std::ranges::any_of(
      times_, [&](const auto& file) { return file.first.starts_with(path); });
}

std::string RandomWorld::some_text_file() {
  std::vector<std::string> all = files();
  std::erase_if(all, [](const std::string& path) {
    return path.ends_with(kFixed) || path.ends_with(".jsonl");
  });
  return all.empty() ? "" : all[random(static_cast<uint32_t>(all.size()))];
}

std::string RandomWorld::new_path() {
  constexpr std::array kFolders = {"a", "a/sub", "a/sub/deep", "b", "b/sub"};
  constexpr std::array kEndings = {"txt", "txt", "md", "html"};
  return fmt::format("{}/f{}.{}", kFolders[random(kFolders.size())], random(4),
                     kEndings[random(kEndings.size())]);
}

void RandomWorld::copy_to_shadow(const std::string& path) const {
  const std::string from = path.empty() ? dir_.path().string() : at(path);
  const std::string to =
      path.empty() ? shadow_.path().string() : shadow_at(path);
  if (path.empty()) {
    for (const auto& entry : fs::directory_iterator(to)) fs::remove_all(entry);
  } else {
    fs::remove_all(to);
    fs::create_directories(fs::path(to).parent_path());
  }
  fs::copy(from, to, fs::copy_options::recursive);
}

std::string RandomWorld::edit(const std::string& path) {
  std::string bytes = dir_.read_file(path);
  const std::string more = section();
  const size_t end = bytes.rfind("\n\n", bytes.size() / 2);
  bytes.insert(end == std::string::npos ? bytes.size() : end + 2, more);
  if (random(3) == 0) bytes.erase(bytes.size() / 2);
  write(path, bytes);
  return "edit " + path;
}

// Of the same size; right after the last change its times stay the same too.
std::string RandomWorld::edit_unseen(const std::string& path) {
  std::string bytes = dir_.read_file(path);
  for (char& c : bytes) {
    if (c >= 'a' && c <= 'd') c = static_cast<char>('a' + (c - 'a' + 1) % 4);
  }
  const Times before = times_[path];
  write(path, bytes);
  if (random(2) == 0) return "edit within its size " + path;
  times_[path].mtime_ns = before.mtime_ns;
  return "edit within its size, with the mtime set back " + path;
}

std::string RandomWorld::swap_files() {
  const std::string a = some_text_file();
  const std::string b = some_text_file();
  if (a.empty() || a == b) return "nothing";
  move(a, "swap.tmp");
  move(b, a);
  move("swap.tmp", b);
  return "swap " + a + " and " + b;
}

// Ids are never those of another root: which one gets such an id depends on
// which was indexed first.
std::string RandomWorld::edit_lines() {
  const uint32_t file = random(3);
  const uint32_t first = file == 2 ? 8 : 0;
  const std::string path = kLineFiles[file];
  std::vector<std::string> lines = lines_of(dir_.read_file(path));
  const auto size = static_cast<uint32_t>(lines.size());
  const uint32_t what = random(7);
  const std::string fresh = line(first + random(8));
  if (what == 0) lines.insert(lines.begin() + random(size + 1), fresh);
  if (what == 1) lines[random(size)] = fresh;
  if (what == 2 && size > 1) lines.erase(lines.begin() + random(size));
  if (what == 3) std::ranges::shuffle(lines, random_);
  if (what == 4 && size > 1 && file < 2) {
    const std::string other = kLineFiles[1 - file];
    std::vector<std::string> others = lines_of(dir_.read_file(other));
    others.push_back(lines.back());
    lines.pop_back();
    write(other, join(others));
  }
  if (what == 5) lines[random(size)] = kBrokenLine;
  write(path, what == 6 ? new_lines(first) : join(lines));
  return fmt::format("edit lines ({}) {}", what, path);
}

// Many at once, some of the same id.
std::string RandomWorld::new_lines(uint32_t first) {
  std::vector<std::string> lines;
  for (uint32_t left = 2 + random(6); left > 0; --left) {
    lines.push_back(line(first + random(8)));
  }
  return join(lines);
}

std::string RandomWorld::change() {
  // Often within a step of the file system's clock.
  pass_time(random(2) == 0 ? 100'000'000 : 1'500'000'000 * (1 + random(4)));
  if (random(4) == 0) return edit_lines();
  return change_file();
}

std::string RandomWorld::change_file() {
  const std::string path = some_text_file();
  const std::string to = new_path();
  const uint32_t what = path.empty() ? 0 : random(9);
  if (what <= 1) {
    write(to, text());
    return "write " + to;
  }
  if (what == 2) return edit(path);
  if (what == 3) return edit_unseen(path);
  if (what == 4) return swap_files();
  if (what == 5) {
    fs::remove(at(path));
    touched_.insert(path);
    times_.erase(path);
    return "delete " + path;
  }
  if (what == 6) {
    times_[path].mtime_ns = times_[path].ctime_ns = file_clock();
    touched_.insert(path);
    return "touch " + path;
  }
  if (what == 7) {
    write(to, dir_.read_file(path));
    return "copy " + path + " to " + to;
  }
  if (path != to) move(path, to);
  return "move " + path + " to " + to;
}

}  // namespace ibid
