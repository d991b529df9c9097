#include "eval/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "eval/paired_values.h"
#include "statistics/correlation.h"
#include "statistics/prediction_error.h"

namespace cre {

namespace {

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

MetricEstimates with_intervals(double pearson, double spearman, double mse, double mae,
                               const MetricReplicates& replicates, double confidence) {
  return {.pearson = {pearson, percentile_interval(replicates.pearson, confidence)},
          .spearman = {spearman, percentile_interval(replicates.spearman, confidence)},
          .mse = {mse, percentile_interval(replicates.mse, confidence)},
          .mae = {mae, percentile_interval(replicates.mae, confidence)}};
}

TaskMetrics task_metrics(const std::string& name, const TaskColumn& column, const MetricReplicates& replicates,
                         double confidence) {
  const PairedValues pairs = paired_values(column.activity, column.predicted);
  const double mse = mean_squared_error(pairs.measured, pairs.predicted);
  TaskMetrics out;
  out.task = name;
  out.n = pairs.size();
  out.metrics =
      with_intervals(cre::pearson(pairs.measured, pairs.predicted), cre::spearman(pairs.measured, pairs.predicted), mse,
                     mean_absolute_error(pairs.measured, pairs.predicted), replicates, confidence);
  out.rmse = std::sqrt(mse);
  out.r_squared = r_squared(pairs.measured, pairs.predicted);
  out.ceiling = noise_ceiling(column.activity, column.standard_error);
  out.relative_pearson = out.ceiling.r_max > 0.0 ? out.metrics.pearson.value / out.ceiling.r_max
                                                 : std::numeric_limits<double>::quiet_NaN();
  return out;
}

MacroMetrics macro_metrics(const std::vector<TaskMetrics>& tasks, const MetricReplicates& replicates,
                           double confidence) {
  double pearson = 0.0;
  double spearman = 0.0;
  double mse = 0.0;
  double mae = 0.0;
  double weighted = 0.0;
  double rows = 0.0;
  for (const TaskMetrics& task : tasks) {
    const auto n = static_cast<double>(task.n);
    pearson += task.metrics.pearson.value;
    spearman += task.metrics.spearman.value;
    mse += task.metrics.mse.value;
    mae += task.metrics.mae.value;
    weighted += task.metrics.pearson.value * n;
    rows += n;
  }
  const auto count = static_cast<double>(tasks.size());
  return {with_intervals(pearson / count, spearman / count, mse / count, mae / count, replicates, confidence),
          weighted / rows};
}

std::optional<MinGapMetrics> min_gap_metrics(const MinGaps& gaps, const std::vector<double>& replicates,
                                             double confidence) {
  constexpr std::size_t kFewestRows = 3;
  if (gaps.defined < kFewestRows) {
    return std::nullopt;
  }
  const PairedValues pairs = paired_values(gaps.measured, gaps.predicted);
  const auto [low, high] = std::minmax_element(pairs.predicted.begin(), pairs.predicted.end());
  return MinGapMetrics{.n = pairs.size(),
                       .rho = {spearman(pairs.measured, pairs.predicted), percentile_interval(replicates, confidence)},
                       .mean = mean(pairs.measured),
                       .predicted_mean = mean(pairs.predicted),
                       .predicted_low = *low,
                       .predicted_high = *high};
}

}  // namespace

Metrics compute_metrics(const EvalRows& rows, const MinGaps& gaps, const BootstrapReplicates& replicates,
                        double confidence) {
  Metrics out;
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    out.tasks.push_back(task_metrics(rows.tasks[k], rows.task[k], replicates.task[k], confidence));
  }
  out.macro = macro_metrics(out.tasks, replicates.macro, confidence);
  out.min_gap = min_gap_metrics(gaps, replicates.min_gap_rho, confidence);
  return out;
}

const char* correlation_label(double pearson) {
  if (std::isnan(pearson)) {
    return "undefined";
  }
  if (pearson > 0.60) {
    return "good";
  }
  if (pearson >= 0.40) {
    return "moderate";
  }
  if (pearson >= 0.20) {
    return "weak";
  }
  return "poor";
}

}  // namespace cre
