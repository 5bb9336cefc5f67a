// SPDX-License-Identifier: GPL-3.0-or-later
// Completions of what somebody is typing: titles and related questions that
// have all its words, and words that go on as the last one begins. Made for
// each key that is pressed, so its work is bounded whatever the database.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/analysers.h"
#include "index/database.h"

namespace ibid {

inline constexpr size_t kMaxSuggestions = 10;
// Longer texts are not completed.
inline constexpr size_t kMaxCompletedBytes = 200;

enum class SuggestionKind : uint8_t { kTitle, kQuestion, kTerm };

struct Suggestion {
  std::string text;
  SuggestionKind kind = SuggestionKind::kTerm;

  bool operator==(const Suggestion&) const = default;
};

// "title", "question", "term".
std::string_view suggestion_kind(const Suggestion& suggestion);

// Not thread-safe: one a thread.
class Suggester {
 public:
  explicit Suggester(Database database);

  // At most `most` texts, each once, of the newest revision: first those that
  // begin as the text does. Empty: nothing goes on like this. Throws Error:
  // kCorrupt, kIo.
  std::vector<Suggestion> suggest(std::string_view text, size_t most);

 private:
  void load();

  Database database_;
  uint64_t loaded_ = 0;  // Database::moves when the languages were read
  std::vector<std::string> languages_;
  Analysers analysers_;
};

}  // namespace ibid
