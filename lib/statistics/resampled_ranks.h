#pragma once
// Spearman's rho of a resample without sorting: the order of the values is known from the full sample, and the
// mid-ranks follow from the counts by one running sum. Ranks are kept as whole numbers (twice the centred mid-rank),
// so the sums below are exact for up to about 300,000 rows, and a series without variance shows as exactly zero.

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/ranks.h"

namespace cre {

/// Ranks of one series within one resample; reused from resample to resample.
struct RankScratch {
  std::vector<std::int32_t> rank;  // (distinct values) 2 * mid-rank - (drawn rows + 1)
  double sum_of_squares = 0.0;     // of `rank` over the drawn rows; 0 exactly when all drawn values are equal
};

/// The order of one series of n values.
class ResampledRanks {
 public:
  explicit ResampledRanks(std::span<const double> values);

  /// Fills `scratch` for the resample with `counts` (n) that draws `drawn` rows in total.
  void compute(std::span<const std::int32_t> counts, std::uint64_t drawn, RankScratch& scratch) const;

  std::span<const std::uint32_t> position() const { return order_.position; }

 private:
  DistinctOrder order_;
};

/// Spearman's rho of a resample from the ranks of both series. NaN when either has no variance in it.
double resampled_spearman(const ResampledRanks& x, const RankScratch& x_ranks, const ResampledRanks& y,
                          const RankScratch& y_ranks, std::span<const std::int32_t> counts);

}  // namespace cre
