#pragma once
// Measured and predicted values of one task, or of the minimum gap, prepared for many resamples. What several measures
// need (weighted sums, ranks) is computed once a resample, and what depends on the measurements alone once for all
// models of the same rows.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eval/paired_values.h"
#include "statistics/resampled_moments.h"
#include "statistics/resampled_ranks.h"

namespace cre {

class PreparedPairs {
 public:
  explicit PreparedPairs(PairedValues values);

  const PairedValues& values() const { return values_; }
  std::size_t size() const { return values_.size(); }

 private:
  friend struct DrawnPairs;
  friend class ResampledPairs;

  PairedValues values_;
  std::optional<ResampledMoments> moments_;  // nothing without pairs
  ResampledRanks measured_, predicted_;
};

/// How often each pair is in a resample, and the ranks of the measurements in it.
struct DrawnPairs {
  std::vector<std::int32_t> counts;  // (pairs)
  std::uint64_t drawn = 0;           // their sum
  RankScratch measured;

  /// Fills this from the counts of the evaluated rows.
  void draw(const PreparedPairs& pairs, std::span<const std::int32_t> row_counts);
};

/// One resample of one model's pairs. Every model of the rows that `drawn` was filled for may use it.
class ResampledPairs {
 public:
  /// `scratch` is overwritten.
  ResampledPairs(const PreparedPairs& pairs, const DrawnPairs& drawn, RankScratch& scratch)
      : pairs_(pairs), drawn_(drawn), scratch_(scratch) {}

  /// Computed at the first call. NaN where undefined.
  const MomentMetrics& moments();
  double spearman() const;
  /// Mean of the predicted values.
  double mean_predicted() const;

 private:
  const PreparedPairs& pairs_;
  const DrawnPairs& drawn_;
  RankScratch& scratch_;
  std::optional<MomentMetrics> moments_;
};

}  // namespace cre
