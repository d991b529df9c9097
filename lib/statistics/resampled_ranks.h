#pragma once
// Ranks of resamples without sorting: the order of the values is known from the full sample, and the mid-ranks follow
// from the counts by one running sum. Ranks are kept as whole numbers (twice the centred mid-rank), so their sums are
// exact for up to about 300,000 rows, and a series without variance shows as exactly zero.

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/resample_batch.h"

namespace cre {

/// Ranks of one row in eight resamples; aligned, so that they lie in one line of the cache.
struct alignas(32) BatchRank {
  std::int32_t of[kBatch];
};

/// Ranks of one series within the resamples of a batch; reused from batch to batch.
struct RankBatch {
  std::vector<BatchRank> rank;   // (n) 2 * mid-rank - (drawn rows + 1)
  BatchValues sum_of_squares{};  // of `rank` over the drawn rows; 0 exactly when all drawn values are equal
};

/// What follows from the ranks of scores: of each resample, NaN where undefined.
struct ScoreMeasures {
  BatchValues spearman;           // with the measured values; NaN when either has no variance
  BatchValues auroc;              // classification.h; NaN without drawn rows of both labels
  BatchValues average_precision;  // classification.h; NaN without a drawn row of label 1
};

/// The order of one series of n values.
class ResampledRanks {
 public:
  explicit ResampledRanks(std::span<const double> values);

  /// (n) rows by ascending value.
  std::span<const std::uint32_t> order() const { return order_; }
  /// Fills `ranks` for the n rows of `batch`.
  void compute(const ResampleBatch& batch, RankBatch& ranks) const;

  /// With this series as scores, the ranks of another in the same resamples, and labels (n) of 0 and 1.
  ScoreMeasures measures(const ResampleBatch& batch, const RankBatch& measured,
                         std::span<const std::uint8_t> label) const;

 private:
  std::vector<std::uint32_t> order_;  // (n) rows by ascending value
  std::vector<std::uint8_t> tied_;    // (n) 1 where the value in that order equals the one before
};

}  // namespace cre
