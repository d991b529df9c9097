#include "evaluation/min_gap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "storage/elements.h"

namespace cre {

namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

/// `activity` (K >= 2); NaN when an activity is missing or the target cell is unknown.
double target_minus_best_other(std::span<const double> activity, std::int16_t target_cell) {
  if (target_cell == kUnknownCell) {
    return kAbsent;
  }
  const auto target = static_cast<std::size_t>(target_cell);
  double best_other = -std::numeric_limits<double>::infinity();
  for (std::size_t task = 0; task < activity.size(); ++task) {
    if (std::isnan(activity[task])) return kAbsent;
    if (task != target) {
      best_other = std::max(best_other, activity[task]);
    }
  }
  return activity[target] - best_other;
}

double top1_minus_top2(std::span<const double> activity) {
  double first = -std::numeric_limits<double>::infinity();
  double second = first;
  for (const double value : activity) {
    if (std::isnan(value)) return kAbsent;
    second = std::max(second, std::min(first, value));
    first = std::max(first, value);
  }
  return first - second;
}

double gap_of_activities(std::span<const double> activity, std::int16_t target_cell, MinGapDefinition definition) {
  return definition == MinGapDefinition::top1_minus_top2 ? top1_minus_top2(activity)
                                                         : target_minus_best_other(activity, target_cell);
}

}  // namespace

MinGaps min_gaps(const EvaluationRows& rows, MinGapDefinition definition) {
  MinGaps gaps;
  gaps.measured.assign(rows.rows(), kAbsent);
  gaps.predicted.assign(rows.rows(), kAbsent);
  if (rows.task_count() < 2) {
    return gaps;
  }
  std::vector<double> activity(rows.task_count());
  std::vector<double> predicted(rows.task_count());
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    for (std::size_t task = 0; task < rows.task_count(); ++task) {
      activity[task] = rows.task[task].activity[row];
      predicted[task] = rows.task[task].predicted[row];
    }
    const double measured = definition == MinGapDefinition::column
                                ? rows.min_gap[row]
                                : gap_of_activities(activity, rows.target_cell[row], definition);
    const double expected = gap_of_activities(predicted, rows.target_cell[row], definition);
    if (!std::isnan(measured) && !std::isnan(expected)) {
      gaps.measured[row] = measured;
      gaps.predicted[row] = expected;
      ++gaps.defined;
    }
  }
  return gaps;
}

}  // namespace cre
