#pragma once
// Point values and intervals of all measures of one model, and what goes with them. Definitions: docs/statistics.md.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eval/eval_rows.h"
#include "eval/resampled_values.h"
#include "statistics/interval.h"
#include "statistics/noise_ceiling.h"

namespace cre {

/// A measure on all rows and its bootstrap interval; NaN where undefined.
struct Estimate {
  double value;
  Interval interval;
};

struct MinGapMetrics {
  std::size_t n;          // rows with a measured and a predicted gap
  double mean;            // of the measured gaps, l2fc
  double predicted_mean;  // of the predicted gaps, l2fc
  double predicted_low, predicted_high;
};

struct Metrics {
  std::vector<std::string> tasks;        // (K)
  std::vector<std::size_t> n;            // (K) measured rows
  MeasureLayout layout{0};               // of `estimates`
  std::vector<Estimate> estimates;       // (layout size)
  std::vector<NoiseCeiling> ceiling;     // (K)
  std::vector<double> relative_pearson;  // (K) pearson / r_max; NaN without standard errors
  double pearson_weighted_by_rows;       // mean over tasks weighted by their measured rows
  std::optional<MinGapMetrics> min_gap;  // nothing when fewer than three rows have a gap

  const Estimate& task(std::string_view measure, std::size_t k) const { return estimates[layout.index(measure, k)]; }
  const Estimate& macro(std::string_view measure) const { return task(measure, layout.macro()); }
  /// A measure of the minimum gap; undefined when there is none.
  const Estimate& gap(std::string_view measure) const { return estimates[layout.gap_index(measure)]; }
};

/// `model` was made of `rows`; `values` are its values.
Metrics compute_metrics(const EvalRows& rows, const PreparedModel& model, const ArmValues& values, double confidence);

/// "good" above .60, "moderate" from .40, "weak" from .20, otherwise "poor"; "undefined" for NaN.
const char* correlation_label(double pearson);

}  // namespace cre
