// SPDX-License-Identifier: GPL-3.0-or-later
// The weighting scheme of the first pass. It asks a deadline at each weight,
// since Xapian's own time limit does not end a match that has begun, and keeps
// the weights that it has computed: each takes a logarithm, and most of a
// term's postings share a few frequencies and lengths.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <vector>

#include "searcher/deadline.h"

namespace ibid {

// Weighs as Xapian::IneB2Weight does, to the last bit.
class TimedWeight final : public Xapian::IneB2Weight {
 public:
  explicit TimedWeight(const Deadline& deadline)
      : Xapian::IneB2Weight(kLength), deadline_(deadline) {}

  double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
                     Xapian::termcount unique_terms) const override {
    deadline_.count();
    if (wdf - 1 >= kFrequencies || length >= kLengths) {
      return Xapian::IneB2Weight::get_sumpart(wdf, length, unique_terms);
    }
    if (known_.empty()) known_.assign(kFrequencies * kLengths, kUnknown);
    double& weight = known_[(wdf - 1) * kLengths + length];
    if (weight == kUnknown) {
      weight = Xapian::IneB2Weight::get_sumpart(wdf, length, unique_terms);
    }
    return weight;
  }

 private:
  // How much the length of a passage counts.
  static constexpr double kLength = 1.0;

  // Below these, weights are kept: 16 KB a term.
  static constexpr size_t kFrequencies = 4;
  static constexpr size_t kLengths = 512;
  static constexpr double kUnknown = -1;

  // Xapian makes one a term, uses it in one thread, and deletes it.
  TimedWeight* clone() const override { return new TimedWeight(deadline_); }

  Deadline deadline_;
  mutable std::vector<double> known_;
};

}  // namespace ibid
