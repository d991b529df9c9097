#include "eval/analyses/residuals.h"

#include <algorithm>
#include <cmath>

#include "eval/paired_values.h"
#include "statistics/loess.h"

namespace cre {

namespace {

constexpr double kVarianceP = 0.01;
constexpr double kDecileRatio = 2.0;
constexpr double kTrendP = 0.05;

std::vector<double> equally_spaced(double low, double high, std::size_t points) {
  std::vector<double> out;
  for (std::size_t i = 0; i < points; ++i) {
    out.push_back(low + (high - low) * static_cast<double>(i) / static_cast<double>(points - 1));
  }
  return out;
}

Histogram histogram_of(const std::vector<double>& residual) {
  if (residual.empty()) {
    return {};
  }
  const auto [low, high] = std::minmax_element(residual.begin(), residual.end());
  return histogram(residual, equal_width_edges(*low, *high, kHistogramBins));
}

TaskResiduals residuals_of(const PairedValues& pairs) {
  std::vector<double> residual;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    residual.push_back(pairs.measured[i] - pairs.predicted[i]);
  }
  TaskResiduals out;
  out.summary = summarize(residual);
  out.kurtosis = excess_kurtosis(residual);
  out.histogram = histogram_of(residual);
  out.quantiles = normal_quantile_plot(residual, kQuantilePoints);
  out.variance = breusch_pagan(residual, pairs.predicted);
  out.variance_flagged = out.variance.p < kVarianceP;
  out.decile_ratio = decile_variance_ratio(residual, pairs.predicted);
  out.decile_ratio_flagged = out.decile_ratio > kDecileRatio;
  if (pairs.size() > 0) {
    const auto [low, high] = std::minmax_element(pairs.predicted.begin(), pairs.predicted.end());
    out.smooth_at = equally_spaced(*low, *high, kSmoothPoints);
    out.smooth = loess(pairs.predicted, residual, out.smooth_at, kSmoothSpan);
  }
  return out;
}

}  // namespace

std::vector<TaskResiduals> residuals(const EvalRows& rows) {
  std::vector<TaskResiduals> out;
  for (const TaskColumn& task : rows.task) {
    out.push_back(residuals_of(paired_in_row_order(task.activity, task.predicted)));
  }
  return out;
}

std::vector<ErrorTrend> error_trends(const EvalRows& rows, const Strata& strata) {
  std::vector<ErrorTrend> out;
  if (strata.names.empty()) {
    return out;
  }
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    const TaskColumn& task = rows.task[k];
    const std::vector<std::int32_t>& stratum_of = strata.of_task(k);
    std::vector<double> error;
    std::vector<std::uint32_t> stratum;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      if (stratum_of[row] != kNoStratum && !std::isnan(task.activity[row])) {
        error.push_back(std::abs(task.activity[row] - task.predicted[row]));
        stratum.push_back(static_cast<std::uint32_t>(stratum_of[row]));
      }
    }
    const JonckheereTest rises = jonckheere(error, stratum);
    out.push_back({.rises = rises, .flagged = rises.p_increasing >= kTrendP});
  }
  return out;
}

}  // namespace cre
