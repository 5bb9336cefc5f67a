// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/partial.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "index/error.h"
#include "index/output.h"
#include "index/text.h"

namespace ibid {
namespace {

// A database may have a thousand shards, and a switch take all of them away.
constexpr size_t kMaxNamed = 5;

}  // namespace

std::vector<std::string> missing_texts(
    const std::vector<MissingShard>& missing) {
  std::vector<std::string> texts;
  for (const MissingShard& shard : missing) {
    if (texts.size() == kMaxNamed) {
      const size_t more = missing.size() - kMaxNamed;
      texts.push_back(fmt::format("{} more {} not searched", more,
                                  more == 1 ? "shard was" : "shards were"));
      break;
    }
    texts.push_back(
        fmt::format("{} was not searched ({})", shard.shard, shard.reason));
  }
  return texts;
}

std::string partial_text(const std::vector<MissingShard>& missing) {
  if (missing.empty()) return "";
  return fmt::format("Partial: {}", fmt::join(missing_texts(missing), "; "));
}

void tell_missing(std::string_view program,
                  const std::vector<MissingShard>& missing) {
  if (missing.empty()) return;
  tell(fmt::format("{}: {}\n", program,
                   collapse_space(printable(partial_text(missing)))));
}

void require_whole(const std::vector<MissingShard>& missing) {
  if (missing.empty()) return;
  const std::string others =
      missing.size() == 1 ? ""
                          : fmt::format(" (and {} more)", missing.size() - 1);
  throw Error(ErrorKind::kUnavailable,
              fmt::format("cannot ask {}: {}{}", missing[0].shard,
                          missing[0].reason, others),
              "see that it is there and can be reached; what the others have "
              "can be searched without it");
}

}  // namespace ibid
