#include "eval/min_gap.h"

#include <cmath>
#include <limits>
#include <span>

#include "statistics/minimum_gap.h"
#include "storage/elements.h"

namespace cre {

namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

double gap_of_activities(std::span<const double> activity, std::int16_t target_cell, MinGapDefinition definition) {
  if (definition == MinGapDefinition::top1_minus_top2) {
    return top1_minus_top2(activity);
  }
  return target_cell == kUnknownCell ? kAbsent
                                     : target_minus_best_other(activity, static_cast<std::size_t>(target_cell));
}

}  // namespace

MinGaps min_gaps(const EvalRows& rows, MinGapDefinition definition) {
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
