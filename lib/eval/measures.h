#pragma once
// What is measured of predictions: the one list that evaluation and ablation, their files and tables go through.
// Definitions: docs/statistics.md.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eval/prepared_pairs.h"
#include "statistics/fisher.h"

namespace cre {

/// What a measure is computed over.
enum class MeasureScope {
  task,  ///< the measured rows of each task, averages over tasks, and the rows of all tasks together
  gap,   ///< the rows that have a minimum gap
};

struct Measure {
  std::string_view name;  // its key in files
  std::string_view unit;  // "" for a number without one
  MeasureScope scope;
  double (*value)(const PreparedPairs& pairs);          // on all rows; NaN where undefined
  BatchValues (*resampled)(ResampledPairs& resamples);  // in a batch of resamples; null: it has no interval
  std::string_view lacks = {};  // why it is undefined; "" for a lack of rows or of different values
  std::optional<CorrelationKind> correlation = std::nullopt;  // where Fisher's z gives an interval
  /// The value without each of the units (of these pairs); null: no BCa interval.
  std::vector<double> (*without_each)(const PreparedPairs& pairs, const ResampleUnits& units) = nullptr;
};

/// All of them, in the order of files and tables.
const std::vector<Measure>& measures();

/// The place of a measure in that list. The name is one of them.
std::size_t measure_number(std::string_view name);

/// Why the value of these pairs is undefined; "" when it is not.
std::string why_undefined(const Measure& measure, const PreparedPairs& pairs);

/// Where each value stands in a flat list: for each measure its tasks and what is made of them, or the one value of the
/// gap.
class MeasureLayout {
 public:
  explicit MeasureLayout(std::size_t tasks);

  /// `place`: a task, or one of the places below.
  std::size_t index(std::size_t measure, std::size_t place) const { return first_[measure] + place; }
  std::size_t index(std::string_view measure, std::size_t place) const { return index(measure_number(measure), place); }
  /// The value of a measure of the gap.
  std::size_t gap_index(std::string_view measure) const { return first_[measure_number(measure)]; }

  std::size_t tasks() const { return tasks_; }
  std::size_t macro() const { return tasks_; }         // mean over tasks
  std::size_t weighted() const { return tasks_ + 1; }  // mean over tasks, weighted by their measured rows
  std::size_t micro() const { return tasks_ + 2; }     // over the measured rows of all tasks together
  std::size_t places() const { return tasks_ + 3; }
  std::size_t size() const { return size_; }

 private:
  std::size_t tasks_;
  std::size_t size_ = 0;
  std::vector<std::size_t> first_;  // (measures)
};

}  // namespace cre
