#pragma once
// In which order an epoch visits the training rows, and where its steps begin.

#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// Steps of an epoch: ceil(rows / batch).
std::int64_t steps_per_epoch(std::int64_t rows, std::int64_t batch);

class EpochPlan {
 public:
  /// Shuffles `rows` as seed and epoch say and spreads them over the steps: sizes differ by one at most, so there is
  /// no small last batch that batch norm would suffer from, and every row is seen once.
  EpochPlan(std::span<const std::int64_t> rows, std::int64_t batch, std::uint64_t seed, std::int64_t epoch);

  std::int64_t steps() const { return steps_; }
  std::span<const std::int64_t> rows_of_step(std::int64_t step) const;

 private:
  std::vector<std::int64_t> order_;
  std::int64_t steps_;
};

}  // namespace cre
