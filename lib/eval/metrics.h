#pragma once
// Point values and intervals of the metrics. Definitions: docs/statistics.md.

#include <optional>
#include <string>
#include <vector>

#include "eval/eval_rows.h"
#include "eval/metric_replicates.h"
#include "eval/min_gap.h"
#include "statistics/interval.h"
#include "statistics/noise_ceiling.h"

namespace cre {

/// A metric on all rows and its bootstrap interval; NaN where undefined.
struct Estimate {
  double value;
  Interval interval;
};

struct MetricEstimates {
  Estimate pearson, spearman, mse, mae;
};

struct TaskMetrics {
  std::string task;
  std::size_t n;  // measured rows
  MetricEstimates metrics;
  double rmse;       // l2fc
  double r_squared;  // 1 - SS_residual / SS_total
  NoiseCeiling ceiling;
  double relative_pearson;  // pearson / r_max; NaN without standard errors
};

struct MacroMetrics {
  MetricEstimates metrics;          // means over tasks
  double pearson_weighted_by_rows;  // mean over tasks weighted by their measured rows
};

struct MinGapMetrics {
  std::size_t n;  // rows with a measured and a predicted gap
  Estimate rho;
  double mean;            // of the measured gaps, l2fc
  double predicted_mean;  // of the predicted gaps, l2fc
  double predicted_low, predicted_high;
};

struct Metrics {
  std::vector<TaskMetrics> tasks;
  MacroMetrics macro;
  std::optional<MinGapMetrics> min_gap;  // nothing when fewer than three rows have a gap
};

Metrics compute_metrics(const EvalRows& rows, const MinGaps& gaps, const BootstrapReplicates& replicates,
                        double confidence);

/// "good" above .60, "moderate" from .40, "weak" from .20, otherwise "poor"; "undefined" for NaN.
const char* correlation_label(double pearson);

}  // namespace cre
