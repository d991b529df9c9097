#pragma once
// One model's predictions, prepared for many resamples.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "eval/eval_rows.h"
#include "eval/measures.h"
#include "eval/min_gap_config.h"
#include "eval/prepared_pairs.h"

namespace cre {

/// How a model's predictions are measured.
struct MeasureSettings {
  MinGapDefinition min_gap = MinGapDefinition::column;
  double active_from = 1.0;  // l2fc
  bool micro = false;        // also over the rows of all tasks together
};

/// A batch of resamples of each task, of all tasks together and of the minimum gaps. The same for all models of the
/// same rows, because the measurements alone decide which rows form pairs.
struct DrawnRows {
  std::vector<DrawnPairs> part;  // (K + 2)
};

class PreparedModel {
 public:
  PreparedModel(const EvalRows& rows, const MeasureSettings& settings, unsigned threads);

  /// Fills `drawn` from the counts of the evaluated rows.
  void draw(const ResampleBatch& rows, DrawnRows& drawn) const;

  /// (layout size) values on all rows; NaN where undefined.
  std::vector<double> values(unsigned threads) const;
  /// (layout size) values on the resamples that any model of the same rows drew; NaN where undefined or without
  /// interval.
  std::vector<BatchValues> values(const DrawnRows& drawn) const;

  /// Why a value of values() is NaN; "" when it is not.
  std::string why_undefined(std::size_t measure, std::size_t place) const;
  /// Of a measure with such values: the value without each unit that the bootstrap draws; empty for others, and where
  /// it is undefined.
  std::vector<double> without_each(std::size_t measure, std::size_t place, const ResampleUnits& units) const;

  /// Measured and predicted values of a task.
  const PairedValues& pairs(std::size_t task) const { return parts_[task].values(); }
  /// Measured and predicted minimum gaps.
  const PairedValues& gaps() const { return parts_.back().values(); }
  std::size_t task_count() const { return layout_.tasks(); }

 private:
  /// Whether the measure is one of that part, and the part has enough pairs.
  bool has(std::size_t measure, std::size_t part) const;
  std::size_t micro_part() const { return layout_.tasks(); }
  std::size_t gap_part() const { return layout_.tasks() + 1; }
  /// (layout size) by `of(measure number, part)`.
  template <class Of>
  std::vector<double> filled(Of of) const;

  MeasureLayout layout_;
  std::vector<std::string> names_;    // of the tasks
  std::vector<PreparedPairs> parts_;  // a task each, all tasks together (no pairs unless asked for), the minimum gaps
};

}  // namespace cre
