// SPDX-License-Identifier: GPL-3.0-or-later
// The weighting scheme of the first pass, which asks a deadline at each weight:
// Xapian's own time limit does not end a match that has begun.
#pragma once

#include <xapian.h>

#include "searcher/deadline.h"

namespace ibid {

class TimedWeight final : public Xapian::IneB2Weight {
 public:
  explicit TimedWeight(const Deadline& deadline)
      : Xapian::IneB2Weight(kLength), deadline_(deadline) {}

  double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
                     Xapian::termcount unique_terms) const override {
    deadline_.count();
    return Xapian::IneB2Weight::get_sumpart(wdf, length, unique_terms);
  }

 private:
  // How much the length of a passage counts.
  static constexpr double kLength = 1.0;

  // Xapian makes one a term, and deletes it.
  TimedWeight* clone() const override { return new TimedWeight(deadline_); }

  Deadline deadline_;
};

}  // namespace ibid
