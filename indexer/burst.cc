// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/burst.h"

#include <algorithm>

namespace ibid {

void Burst::change(Time now) {
  if (!first_) first_ = now;
  last_ = now;
}

void Burst::wake_at(Time time) {
  wake_ = wake_ ? std::min(*wake_, time) : time;
}

void Burst::start() {
  first_.reset();
  wake_.reset();
}

std::optional<Burst::Time> Burst::due() const {
  if (!first_) return wake_;
  const Time settled = std::min(last_ + kQuiet, *first_ + kLongest);
  return wake_ ? std::min(settled, *wake_) : settled;
}

}  // namespace ibid
