#pragma once
// One model's predictions, prepared for many resamples, and the values that an ablation compares.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "eval/eval_rows.h"
#include "eval/min_gap_config.h"
#include "eval/paired_values.h"
#include "statistics/resampled_moments.h"
#include "statistics/resampled_ranks.h"

namespace cre {

/// Where each value stands in a list of compared values (K tasks).
struct ComparedLayout {
  std::size_t tasks;

  std::size_t pearson(std::size_t task) const { return task; }
  std::size_t mse(std::size_t task) const { return tasks + task; }
  std::size_t macro_pearson() const { return 2 * tasks; }
  std::size_t macro_mse() const { return 2 * tasks + 1; }
  std::size_t min_gap_rho() const { return 2 * tasks + 2; }
  /// Mean of the predicted minimum gap, l2fc.
  std::size_t mean_min_gap() const { return 2 * tasks + 3; }
  std::size_t size() const { return 2 * tasks + 4; }
};

/// How often each pair of each task, and each minimum gap, is in a resample. The same for all models, because the
/// measurements alone decide which rows form pairs.
struct DrawnPairs {
  std::vector<std::vector<std::int32_t>> task;  // (K)(pairs)
  std::vector<std::int32_t> gap;                // (gaps)
  std::uint64_t gaps_drawn = 0;
  RankScratch measured_gap, predicted_gap;
};

class PreparedModel {
 public:
  PreparedModel(const EvalRows& rows, MinGapDefinition definition);

  /// Fills `drawn` from the counts of the evaluated rows.
  void count_pairs(std::span<const std::int32_t> row_counts, DrawnPairs& drawn) const;

  /// (layout size) values on all rows; NaN where undefined.
  std::vector<double> values() const;
  /// (layout size) values on the resample that any model of the same rows counted into `drawn`.
  std::vector<double> values(DrawnPairs& drawn) const;

  /// Measured and predicted values of a task.
  const PairedValues& pairs(std::size_t task) const { return tasks_[task]; }
  std::size_t task_count() const { return tasks_.size(); }

 private:
  ComparedLayout layout_;
  std::vector<PairedValues> tasks_;
  std::vector<ResampledMoments> moments_;
  PairedValues gaps_;
  ResampledRanks measured_gap_, predicted_gap_;
};

}  // namespace cre
