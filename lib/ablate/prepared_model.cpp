#include "ablate/prepared_model.h"

#include <limits>
#include <numeric>

#include "eval/min_gap.h"
#include "statistics/correlation.h"
#include "statistics/lanes.h"
#include "statistics/prediction_error.h"

namespace cre {

namespace {

std::vector<double> undefined_values(const ComparedLayout& layout) {
  return std::vector<double>(layout.size(), std::numeric_limits<double>::quiet_NaN());
}

void fill_macro_means(const ComparedLayout& layout, std::vector<double>& values) {
  const auto mean_from = [&](std::size_t first) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
    return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(layout.tasks), 0.0) /
           static_cast<double>(layout.tasks);
  };
  values[layout.macro_pearson()] = mean_from(layout.pearson(0));
  values[layout.macro_mse()] = mean_from(layout.mse(0));
}

PairedValues gap_pairs(const EvalRows& rows, MinGapDefinition definition) {
  const MinGaps gaps = min_gaps(rows, definition);
  return paired_values(gaps.measured, gaps.predicted);
}

}  // namespace

PreparedModel::PreparedModel(const EvalRows& rows, MinGapDefinition definition)
    : layout_{rows.task_count()},
      gaps_(gap_pairs(rows, definition)),
      measured_gap_(gaps_.measured),
      predicted_gap_(gaps_.predicted) {
  for (const TaskColumn& task : rows.task) {
    const PairedValues& pairs = tasks_.emplace_back(paired_values(task.activity, task.predicted));
    moments_.emplace_back(pairs.measured, pairs.predicted);
  }
}

void PreparedModel::count_pairs(std::span<const std::int32_t> row_counts, DrawnPairs& drawn) const {
  drawn.task.resize(tasks_.size());
  for (std::size_t k = 0; k < tasks_.size(); ++k) {
    gather_counts(tasks_[k], row_counts, drawn.task[k]);
  }
  drawn.gaps_drawn = gather_counts(gaps_, row_counts, drawn.gap);
  measured_gap_.compute(drawn.gap, drawn.gaps_drawn, drawn.measured_gap);
}

std::vector<double> PreparedModel::values() const {
  std::vector<double> out = undefined_values(layout_);
  for (std::size_t k = 0; k < tasks_.size(); ++k) {
    out[layout_.pearson(k)] = pearson(tasks_[k].measured, tasks_[k].predicted);
    out[layout_.mse(k)] = mean_squared_error(tasks_[k].measured, tasks_[k].predicted);
  }
  fill_macro_means(layout_, out);
  if (gaps_.size() > 0) {
    out[layout_.min_gap_rho()] = spearman(gaps_.measured, gaps_.predicted);
    out[layout_.mean_min_gap()] = sum_in_lanes(gaps_.size(), [&](std::size_t i) { return gaps_.predicted[i]; }) /
                                  static_cast<double>(gaps_.size());
  }
  return out;
}

std::vector<double> PreparedModel::values(DrawnPairs& drawn) const {
  require(drawn.gap.size() == gaps_.size(), "all arms have the same rows with a minimum gap");
  std::vector<double> out = undefined_values(layout_);
  for (std::size_t k = 0; k < tasks_.size(); ++k) {
    const MomentMetrics moments = moments_[k].compute(drawn.task[k]);
    out[layout_.pearson(k)] = moments.pearson;
    out[layout_.mse(k)] = moments.mse;
  }
  fill_macro_means(layout_, out);
  if (drawn.gaps_drawn > 0) {
    predicted_gap_.compute(drawn.gap, drawn.gaps_drawn, drawn.predicted_gap);
    out[layout_.min_gap_rho()] =
        resampled_spearman(measured_gap_, drawn.measured_gap, predicted_gap_, drawn.predicted_gap, drawn.gap);
    const double sum = sum_in_lanes(gaps_.size(), [&](std::size_t i) { return drawn.gap[i] * gaps_.predicted[i]; });
    out[layout_.mean_min_gap()] = sum / static_cast<double>(drawn.gaps_drawn);
  }
  return out;
}

}  // namespace cre
