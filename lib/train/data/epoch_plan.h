#pragma once
// In which order an epoch makes its visits, and where its steps begin.

#include <cstdint>
#include <span>
#include <vector>

#include "train/data/sampling.h"

namespace cre {

/// Steps of an epoch: ceil(visits / batch).
std::int64_t steps_per_epoch(std::int64_t visits, std::int64_t batch);

class EpochPlan {
 public:
  /// Shuffles `visits` as seed and epoch say and spreads them over the steps: sizes differ by one at most, so there is
  /// no small last batch that batch norm would suffer from.
  EpochPlan(std::vector<Visit> visits, std::int64_t batch, std::uint64_t seed, std::int64_t epoch);

  std::int64_t steps() const { return steps_; }
  std::span<const Visit> visits_of_step(std::int64_t step) const;

 private:
  std::vector<Visit> order_;
  std::int64_t steps_;
};

}  // namespace cre
