#pragma once
// What is measured of predictions: the one list that evaluation and ablation, their files and tables go through.
// Definitions: docs/statistics.md.

#include <cstddef>
#include <string_view>
#include <vector>

#include "eval/prepared_pairs.h"

namespace cre {

/// What a measure is computed over.
enum class MeasureScope {
  task,  ///< the measured rows of each task; its macro is the mean over tasks
  gap,   ///< the rows that have a minimum gap
};

struct Measure {
  std::string_view name;  // its key in files
  std::string_view unit;  // "" for a number without one
  MeasureScope scope;
  double (*value)(const PairedValues& pairs);     // on all rows; NaN where undefined
  double (*resampled)(ResampledPairs& resample);  // in a resample; null: it has no interval
};

/// All of them, in the order of files and tables.
const std::vector<Measure>& measures();

/// The place of a measure in that list. The name is one of them.
std::size_t measure_number(std::string_view name);

/// Where each value stands in a flat list: for each measure its tasks and then their mean, or the one value of the gap.
class MeasureLayout {
 public:
  explicit MeasureLayout(std::size_t tasks);

  /// `place`: a task, or macro().
  std::size_t index(std::size_t measure, std::size_t place) const { return first_[measure] + place; }
  std::size_t index(std::string_view measure, std::size_t place) const { return index(measure_number(measure), place); }
  /// The value of a measure of the gap.
  std::size_t gap_index(std::string_view measure) const { return first_[measure_number(measure)]; }

  std::size_t tasks() const { return tasks_; }
  std::size_t macro() const { return tasks_; }
  std::size_t size() const { return size_; }

 private:
  std::size_t tasks_;
  std::size_t size_ = 0;
  std::vector<std::size_t> first_;  // (measures)
};

}  // namespace cre
