#include "statistics/correlation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "core/error.h"
#include "statistics/ranks.h"
#include "statistics/summary.h"

namespace cre {

namespace {

// Compared value by value: the sum of squares around a rounded mean is not exactly zero for a constant series.
bool constant(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); });
}

}  // namespace

double pearson(std::span<const double> x, std::span<const double> y) {
  require(x.size() == y.size(), "correlated series have equal lengths");
  if (x.size() < 2 || constant(x) || constant(y)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double mean_x = mean(x);
  const double mean_y = mean(y);
  double xx = 0.0;
  double yy = 0.0;
  double xy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double dx = x[i] - mean_x;
    const double dy = y[i] - mean_y;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return std::clamp(xy / (std::sqrt(xx) * std::sqrt(yy)), -1.0, 1.0);
}

double spearman(std::span<const double> x, std::span<const double> y) {
  const std::vector<double> rank_x = mid_ranks(x);
  const std::vector<double> rank_y = mid_ranks(y);
  return pearson(rank_x, rank_y);
}

}  // namespace cre
