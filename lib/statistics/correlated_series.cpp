#include "statistics/correlated_series.h"

#include <cmath>

#include "core/error.h"
#include "statistics/lanes.h"
#include "statistics/ranks.h"
#include "statistics/summary.h"

namespace cre {

namespace {

/// 2 * mid-rank - (n + 1).
std::vector<std::int32_t> centred_ranks(std::span<const double> values) {
  std::vector<std::int32_t> out;
  for (const double rank : mid_ranks(values)) {
    out.push_back(static_cast<std::int32_t>(2.0 * rank) - static_cast<std::int32_t>(values.size() + 1));
  }
  return out;
}

/// (x - mean) / sqrt(sum (x - mean)^2).
std::vector<double> unit_length(std::span<const double> values) {
  const double centre = mean(values);
  double squares = 0.0;
  for (const double value : values) {
    squares += (value - centre) * (value - centre);
  }
  std::vector<double> out;
  for (const double value : values) {
    out.push_back((value - centre) / std::sqrt(squares));
  }
  return out;
}

}  // namespace

CorrelatedSeries correlated_series(std::span<const double> x, std::span<const double> y) {
  require(x.size() == y.size(), "correlated series have equal lengths");
  require(x.size() <= kMostPermutedRows, "at most 2,000,000 rows can be permuted");
  return {.rank_x = centred_ranks(x), .rank_y = centred_ranks(y), .x = unit_length(x), .y = unit_length(y)};
}

PermutedSums sums_as_they_are(const CorrelatedSeries& series) {
  PermutedSums sums{.pearson = sum_in_lanes(series.rows(), [&](std::size_t i) { return series.x[i] * series.y[i]; })};
  for (std::size_t i = 0; i < series.rows(); ++i) {
    sums.spearman += std::int64_t{series.rank_x[i]} * series.rank_y[i];
  }
  return sums;
}

}  // namespace cre
