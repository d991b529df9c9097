#pragma once
// Point values and intervals of all measures of one model, and what goes with them. Definitions: docs/statistics.md.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eval/estimate.h"
#include "eval/eval_rows.h"
#include "eval/resampled_values.h"
#include "statistics/noise_ceiling.h"

namespace cre {

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
  std::vector<NoiseCeiling> ceiling;     // (K) by standard errors, or by the agreement of replicates
  std::vector<bool> by_replicates;       // (K) which of the two
  std::vector<double> relative_pearson;  // (K) pearson / r_max; NaN without a ceiling
  std::optional<MinGapMetrics> min_gap;  // nothing when fewer than three rows have a gap

  const Estimate& task(std::string_view measure, std::size_t k) const { return estimates[layout.index(measure, k)]; }
  const Estimate& macro(std::string_view measure) const { return task(measure, layout.macro()); }
  /// Mean over tasks, weighted by their measured rows.
  const Estimate& weighted(std::string_view measure) const { return task(measure, layout.weighted()); }
  /// A measure of the minimum gap; undefined when there is none.
  const Estimate& gap(std::string_view measure) const { return estimates[layout.gap_index(measure)]; }
};

/// How intervals are made.
struct IntervalPlan {
  IntervalMethod method = IntervalMethod::automatic;
  double confidence = 0.95;
};

/// `model` was made of `rows`; `values` are its values, from resamples of `units`.
Metrics compute_metrics(const EvalRows& rows, const PreparedModel& model, const ArmValues& values,
                        const ResampleUnits& units, const IntervalPlan& plan);

/// "good" above .60, "moderate" from .40, "weak" from .20, otherwise "poor"; "undefined" for NaN.
const char* correlation_label(double pearson);

}  // namespace cre
