#include "eval/prepared_model.h"

#include <limits>
#include <numeric>

#include "eval/min_gap.h"

namespace cre {

namespace {

/// values[i] of every measure, by `of_task(measure, task)` and `of_gap(measure)`.
template <class OfTask, class OfGap>
std::vector<double> filled(const MeasureLayout& layout, OfTask of_task, OfGap of_gap) {
  std::vector<double> values(layout.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t m = 0; m < measures().size(); ++m) {
    const Measure& measure = measures()[m];
    if (measure.scope == MeasureScope::gap) {
      values[layout.index(m, 0)] = of_gap(measure);
      continue;
    }
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(layout.index(m, 0));
    for (std::size_t k = 0; k < layout.tasks(); ++k) {
      first[static_cast<std::ptrdiff_t>(k)] = of_task(measure, k);
    }
    const auto tasks = static_cast<std::ptrdiff_t>(layout.tasks());
    first[tasks] = std::accumulate(first, first + tasks, 0.0) / static_cast<double>(layout.tasks());
  }
  return values;
}

PairedValues gap_pairs(const EvalRows& rows, MinGapDefinition definition) {
  const MinGaps gaps = min_gaps(rows, definition);
  return paired_values(gaps.measured, gaps.predicted);
}

}  // namespace

PreparedModel::PreparedModel(const EvalRows& rows, MinGapDefinition definition)
    : layout_(rows.task_count()), gaps_(gap_pairs(rows, definition)) {
  for (const TaskColumn& task : rows.task) {
    tasks_.emplace_back(paired_values(task.activity, task.predicted));
  }
}

void PreparedModel::draw(std::span<const std::int32_t> row_counts, DrawnRows& drawn) const {
  drawn.task.resize(tasks_.size());
  for (std::size_t k = 0; k < tasks_.size(); ++k) {
    drawn.task[k].draw(tasks_[k], row_counts);
  }
  drawn.gap.draw(gaps_, row_counts);
}

std::vector<double> PreparedModel::values() const {
  return filled(
      layout_, [&](const Measure& measure, std::size_t k) { return measure.value(pairs(k)); },
      [&](const Measure& measure) { return measure.value(gaps()); });
}

std::vector<double> PreparedModel::values(DrawnRows& drawn) const {
  std::vector<ResampledPairs> tasks;
  for (std::size_t k = 0; k < tasks_.size(); ++k) {
    tasks.emplace_back(tasks_[k], drawn.task[k], drawn.scratch);
  }
  ResampledPairs gap(gaps_, drawn.gap, drawn.scratch);
  const auto resampled = [](const Measure& measure, ResampledPairs& pairs) {
    return measure.resampled == nullptr ? std::numeric_limits<double>::quiet_NaN() : measure.resampled(pairs);
  };
  return filled(
      layout_, [&](const Measure& measure, std::size_t k) { return resampled(measure, tasks[k]); },
      [&](const Measure& measure) { return resampled(measure, gap); });
}

}  // namespace cre
