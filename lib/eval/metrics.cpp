#include "eval/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace cre {

namespace {

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<Estimate> estimates_of(const ArmValues& values, double confidence) {
  std::vector<Estimate> out;
  for (std::size_t i = 0; i < values.value.size(); ++i) {
    out.push_back({values.value[i], percentile_interval(values.replicate[i], confidence)});
  }
  return out;
}

void add_task(const TaskColumn& column, double pearson, std::size_t n, Metrics& out) {
  const NoiseCeiling ceiling = noise_ceiling(column.activity, column.standard_error);
  out.n.push_back(n);
  out.ceiling.push_back(ceiling);
  out.relative_pearson.push_back(ceiling.r_max > 0.0 ? pearson / ceiling.r_max
                                                     : std::numeric_limits<double>::quiet_NaN());
}

double mean_weighted_by_rows(const Metrics& metrics, std::string_view measure) {
  double weighted = 0.0;
  double rows = 0.0;
  for (std::size_t k = 0; k < metrics.tasks.size(); ++k) {
    const auto n = static_cast<double>(metrics.n[k]);
    weighted += metrics.task(measure, k).value * n;
    rows += n;
  }
  return weighted / rows;
}

std::optional<MinGapMetrics> min_gap_metrics(const PairedValues& gaps) {
  constexpr std::size_t kFewestRows = 3;
  if (gaps.size() < kFewestRows) {
    return std::nullopt;
  }
  const auto [low, high] = std::minmax_element(gaps.predicted.begin(), gaps.predicted.end());
  return MinGapMetrics{.n = gaps.size(),
                       .mean = mean(gaps.measured),
                       .predicted_mean = mean(gaps.predicted),
                       .predicted_low = *low,
                       .predicted_high = *high};
}

}  // namespace

Metrics compute_metrics(const EvalRows& rows, const PreparedModel& model, const ArmValues& values, double confidence) {
  Metrics out;
  out.tasks = rows.tasks;
  out.layout = MeasureLayout(rows.task_count());
  out.estimates = estimates_of(values, confidence);
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    add_task(rows.task[k], out.task("pearson", k).value, model.pairs(k).size(), out);
  }
  out.pearson_weighted_by_rows = mean_weighted_by_rows(out, "pearson");
  out.min_gap = min_gap_metrics(model.gaps());
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
