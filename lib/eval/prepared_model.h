#pragma once
// One model's predictions, prepared for many resamples.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "eval/eval_rows.h"
#include "eval/measures.h"
#include "eval/min_gap_config.h"
#include "eval/prepared_pairs.h"

namespace cre {

/// A resample of each task and of the minimum gaps. The same for all models of the same rows, because the measurements
/// alone decide which rows form pairs.
struct DrawnRows {
  std::vector<DrawnPairs> task;  // (K)
  DrawnPairs gap;
  RankScratch scratch;
};

class PreparedModel {
 public:
  PreparedModel(const EvalRows& rows, MinGapDefinition definition);

  /// Fills `drawn` from the counts of the evaluated rows.
  void draw(std::span<const std::int32_t> row_counts, DrawnRows& drawn) const;

  /// (layout size) values on all rows; NaN where undefined.
  std::vector<double> values() const;
  /// (layout size) values on the resample that any model of the same rows drew; NaN where undefined or without
  /// interval.
  std::vector<double> values(DrawnRows& drawn) const;

  /// Measured and predicted values of a task.
  const PairedValues& pairs(std::size_t task) const { return tasks_[task].values(); }
  /// Measured and predicted minimum gaps.
  const PairedValues& gaps() const { return gaps_.values(); }
  std::size_t task_count() const { return tasks_.size(); }

 private:
  MeasureLayout layout_;
  std::vector<PreparedPairs> tasks_;
  PreparedPairs gaps_;
};

}  // namespace cre
