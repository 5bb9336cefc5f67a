// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/line_source.h"

#include <utility>

namespace ibid {

void LineSource::add(std::string_view bytes) {
  while (!bytes.empty()) {
    const size_t end = bytes.find('\n');
    const std::string_view part = bytes.substr(0, end);
    if (too_long_ || held_.size() + part.size() > max_bytes_) {
      too_long_ = true;
      held_ = std::string();
    } else {
      held_ += part;
    }
    if (end == std::string_view::npos) return;
    end_line();
    bytes.remove_prefix(end + 1);
  }
}

void LineSource::finish() {
  if (too_long_ || !held_.empty()) end_line();
}

InputLine LineSource::take() {
  InputLine line = std::move(lines_.front());
  lines_.pop_front();
  return line;
}

void LineSource::end_line() {
  if (held_.ends_with('\r')) held_.pop_back();
  lines_.push_back({std::exchange(held_, {}), std::exchange(too_long_, false)});
}

}  // namespace ibid
