#pragma once
// Measured and predicted values of one task, of all tasks, or of the minimum gap, prepared for many resamples. What
// several measures need (weighted sums, ranks) is computed once a resample, and what depends on the measurements alone
// once for all models of the same rows.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eval/paired_values.h"
#include "statistics/resample_batch.h"
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
  /// Of all rows, prepared for resamples.
  const ResampledTopOverlap& top() const { return top_; }
  /// (n) of the predictions, and the weights of these errors: 0 for pairs without a standard error.
  std::span<const double> squared_error() const { return squared_error_; }
  std::span<const double> weight() const { return weight_; }

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
  std::vector<double> squared_error_, weight_;                // (n) weight 0 without a standard error
  std::optional<double> scale_;                               // of all pairs, when they have one in common
  std::vector<double> standardized_squared_error_, counted_;  // else (n) of the scaled activities; 1 where one is
};

/// How often each pair is in the resamples of a batch, and the ranks of the measurements in them.
struct DrawnPairs {
  ResampleBatch batch;  // of the pairs
  RankBatch measured;

  /// Fills this from the counts of the evaluated rows.
  void draw(const PreparedPairs& pairs, const ResampleBatch& rows);
};

/// A batch of resamples of one model's pairs. Every model of the rows that `drawn` was filled for may use it. NaN where
/// undefined.
class ResampledPairs {
 public:
  ResampledPairs(const PreparedPairs& pairs, const DrawnPairs& drawn);

  BatchValues moment(double MomentMetrics::* member);
  BatchValues spearman() { return score_measures().spearman; }
  BatchValues auroc() { return score_measures().auroc; }
  BatchValues average_precision() { return score_measures().average_precision; }
  BatchValues winsorized_pearson() const;
  BatchValues median_absolute_error() const;
  BatchValues weighted_mse() const;
  BatchValues standardized_mse();
  /// Share of the most active `percent` that is among the highest predicted `percent`.
  BatchValues top_share(double percent) const;

 private:
  const ScoreMeasures& score_measures();

  const PreparedPairs& pairs_;
  const DrawnPairs& drawn_;
  // What several measures need, computed at the first call.
  std::optional<std::array<MomentMetrics, kBatch>> moments_;
  std::optional<ScoreMeasures> scores_;
};

}  // namespace cre
