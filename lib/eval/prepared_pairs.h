#pragma once
// Measured and predicted values of one task, of all tasks, or of the minimum gap, prepared for many resamples. What
// several measures need (weighted sums, ranks) is computed once a resample, and what depends on the measurements alone
// once for all models of the same rows.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eval/paired_values.h"
#include "statistics/classification.h"
#include "statistics/resampled_median.h"
#include "statistics/resampled_moments.h"
#include "statistics/resampled_ranks.h"
#include "statistics/top_overlap.h"

namespace cre {

class PreparedPairs {
 public:
  /// An element is active when its measured activity is at least `active_from`, l2fc.
  PreparedPairs(PairedValues values, double active_from);

  const PairedValues& values() const { return values_; }
  std::size_t size() const { return values_.size(); }
  /// (n) 1 for active elements.
  std::span<const std::uint8_t> active() const { return active_; }

 private:
  friend struct DrawnPairs;
  friend class ResampledPairs;

  /// What needs at least one pair.
  struct Prepared {
    ResampledMoments moments;
    ResampledMoments winsorized;  // the limits are those of all rows
    ResampledMedian absolute_error;
  };

  PairedValues values_;
  std::optional<Prepared> prepared_;
  ResampledRanks measured_, predicted_;
  ResampledTopOverlap top_;
  std::vector<std::uint8_t> active_;
  ResampledPrecision precision_;
  std::vector<double> squared_error_, weight_;                // (n) weight 0 without a standard error
  std::vector<double> standardized_squared_error_, counted_;  // (n) of the scaled activities; 1 where there is a scale
};

/// How often each pair is in a resample, and the ranks of the measurements in it.
struct DrawnPairs {
  std::vector<std::int32_t> counts;  // (pairs)
  std::uint64_t drawn = 0;           // their sum
  RankScratch measured;

  /// Fills this from the counts of the evaluated rows.
  void draw(const PreparedPairs& pairs, std::span<const std::int32_t> row_counts);
};

/// One resample of one model's pairs. Every model of the rows that `drawn` was filled for may use it. NaN where
/// undefined.
class ResampledPairs {
 public:
  /// `scratch` is overwritten; it is this object's alone as long as that lives.
  ResampledPairs(const PreparedPairs& pairs, const DrawnPairs& drawn, RankScratch& scratch);

  /// Computed at the first call, as the ranks of the predictions are.
  const MomentMetrics& moments();
  double spearman();
  double auroc();
  double average_precision() const;
  double winsorized_pearson() const;
  double median_absolute_error() const;
  double weighted_mse() const;
  double standardized_mse() const;
  /// Share of the most active `percent` that is among the highest predicted `percent`.
  double top_share(double percent) const;
  double mean_predicted() const;

 private:
  bool is_empty() const { return drawn_.drawn == 0; }
  const RankScratch& predicted_ranks();

  const PreparedPairs& pairs_;
  const DrawnPairs& drawn_;
  RankScratch& scratch_;
  bool has_ranks_ = false;
  std::optional<MomentMetrics> moments_;
};

}  // namespace cre
