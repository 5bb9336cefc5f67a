// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/shards.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>

#include "index/error.h"
#include "index/schema.h"

namespace ibid {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScheme = "tcp:";

// A longer file is no stub.
constexpr uintmax_t kMaxStubBytes = 1 << 20;

std::optional<uint32_t> number_in(std::string_view text, uint32_t most) {
  uint32_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return number <= most ? std::optional(number) : std::nullopt;
}

// "HOST:PORT" or "[ADDRESS]:PORT".
std::optional<ShardLocation> remote_at(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  const auto port = number_in(text.substr(colon + 1), UINT16_MAX);
  const bool is_host =
      !host.empty() && std::ranges::none_of(host, [](unsigned char c) {
        return c <= ' ' || c == 0x7f;
      });
  if (!is_host || !port || *port == 0) return std::nullopt;
  return ShardLocation{"", std::string(host), static_cast<uint16_t>(*port)};
}

[[noreturn]] void fail_line(const std::string& stub, size_t line,
                            const std::string& reason) {
  throw Error(ErrorKind::kCorrupt,
              fmt::format("{} is a file, but no stub of databases: line {}: {}",
                          stub, line, reason),
              "--db takes the folder that ibid-indexer made, or a stub, each "
              "line of which says auto PATH or remote HOST:PORT");
}

// The shard that a line of a stub names; nullopt: the line says nothing.
std::optional<ShardLocation> location_in(std::string line,
                                         const std::string& stub,
                                         size_t number) {
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty() || line[0] == '#') return std::nullopt;
  const size_t space = line.find(' ');
  const std::string type = line.substr(0, space);
  const std::string what =
      space == std::string::npos ? "" : line.substr(space + 1);
  if (what.empty()) fail_line(stub, number, "this is no line of a stub");
  if (type == "auto" || type == "glass") {
    const fs::path path = fs::path(stub).parent_path() / what;
    return ShardLocation{path.lexically_normal().string(), "", 0};
  }
  if (type != "remote") {
    fail_line(stub, number, fmt::format("ibid opens no {} database", type));
  }
  auto location = remote_at(what);
  if (!location) fail_line(stub, number, "no HOST:PORT after remote");
  return location;
}

std::vector<ShardLocation> read_stub(const std::string& stub) {
  std::error_code error;
  if (fs::file_size(stub, error) > kMaxStubBytes || error) {
    throw Error(error ? ErrorKind::kIo : ErrorKind::kCorrupt,
                fmt::format("{} is no stub of databases", stub),
                "name the folder that ibid-indexer made (--db DIR)");
  }
  std::ifstream file(stub);
  if (!file) {
    throw Error(errno == EACCES ? ErrorKind::kPermission : ErrorKind::kIo,
                fmt::format("cannot read {}: {}", stub, std::strerror(errno)),
                "check who owns it");
  }
  std::vector<ShardLocation> shards;
  std::string line;
  for (size_t number = 1; std::getline(file, line); ++number) {
    auto location = location_in(std::move(line), stub, number);
    if (location) shards.push_back(*std::move(location));
    if (shards.size() > kMaxShards) {
      fail_line(stub, number, fmt::format("more than {} shards", kMaxShards));
    }
  }
  if (shards.empty()) fail_line(stub, 1, "it names no database");
  return shards;
}

// The first 16 digits of a key of 20 that is a hash: enough to spread.
std::optional<uint64_t> key_bits(std::string_view key) {
  uint64_t bits = 0;
  const std::string_view digits = key.substr(0, 16);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), bits, 16);
  const bool whole = error == std::errc() && digits.size() == 16 &&
                     end == digits.data() + digits.size();
  return whole ? std::optional(bits) : std::nullopt;
}

}  // namespace

std::string encode_shard_place(const ShardPlace& place) {
  if (place.set.empty()) return "";
  return fmt::format("{} {}/{}", place.set, place.number, place.count);
}

ShardPlace decode_shard_place(std::string_view text) {
  if (text.empty()) return {};
  const size_t space = text.find(' ');
  const size_t slash = text.find('/');
  if (space != std::string_view::npos && space > 0 && slash > space &&
      slash != std::string_view::npos) {
    const auto number =
        number_in(text.substr(space + 1, slash - space - 1), kMaxShards);
    const auto count = number_in(text.substr(slash + 1), kMaxShards);
    if (number && count && *number < *count) {
      return {std::string(text.substr(0, space)), *number, *count};
    }
  }
  throw Error(ErrorKind::kCorrupt,
              "a database does not say which shard it is of which set",
              "rebuild the database: ibid-indexer --rebuild");
}

std::string new_shard_set() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

uint32_t shard_of(std::string_view article_key, uint32_t count) {
  // Keys of another form, as damage makes them, have a place too.
  uint64_t bits = key_bits(article_key).value_or(hash64(article_key));
  int64_t shard = -1;
  int64_t next = 0;
  while (next < static_cast<int64_t>(count)) {
    shard = next;
    bits = bits * 2862933555777941757ULL + 1;
    next = static_cast<int64_t>(static_cast<double>(shard + 1) *
                                (static_cast<double>(1LL << 31) /
                                 static_cast<double>((bits >> 33) + 1)));
  }
  return static_cast<uint32_t>(std::max<int64_t>(shard, 0));
}

uint32_t shard_of_metadata(std::string_view key, uint32_t count) {
  for (const std::string_view prefix : {kRecordPrefix, kAliasPrefix}) {
    if (key.starts_with(prefix)) {
      return shard_of(key.substr(prefix.size()), count);
    }
  }
  return 0;
}

std::string ShardLocation::name() const {
  if (!is_remote()) return path;
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return is_ipv6 ? fmt::format("tcp:[{}]:{}", host, port)
                 : fmt::format("tcp:{}:{}", host, port);
}

std::vector<ShardLocation> shards_at(const std::string& location) {
  if (location.starts_with(kScheme)) {
    auto remote = remote_at(std::string_view(location).substr(kScheme.size()));
    if (remote) return {*std::move(remote)};
    throw Error(ErrorKind::kUsage, fmt::format("{} is no address", location),
                "it is tcp:HOST:PORT, for example tcp:127.0.0.1:33333");
  }
  if (!is_sharded(location)) return {{location, "", 0}};
  std::error_code ignored;
  return read_stub(fs::is_directory(location, ignored) ? stub_path(location)
                                                       : location);
}

bool is_sharded(const std::string& path) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) return true;
  // Xapian takes a folder for a database first.
  return !fs::exists(path + "/iamglass", ignored) &&
         fs::is_regular_file(stub_path(path), ignored);
}

std::string stub_path(const std::string& folder) {
  return folder + "/XAPIANDB";
}

std::string shard_folder_name(uint32_t number) {
  return fmt::format("shard-{}", number);
}

std::string stub_text(uint32_t count) {
  std::string text;
  for (uint32_t number = 0; number < count; ++number) {
    text += fmt::format("auto {}\n", shard_folder_name(number));
  }
  return text;
}

}  // namespace ibid
