#include "statistics/correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.h"
#include "statistics/ranks.h"

namespace cre {

double PairSums::pearson() const {
  if (n_ < 2.0 || constant_x_ || constant_y_) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return std::clamp(xy_ / (std::sqrt(xx_) * std::sqrt(yy_)), -1.0, 1.0);
}

double pearson(std::span<const double> x, std::span<const double> y) {
  require(x.size() == y.size(), "correlated series have equal lengths");
  return pearson_of(x.size(), [&](std::size_t i) { return x[i]; }, [&](std::size_t i) { return y[i]; });
}

double spearman(std::span<const double> x, std::span<const double> y) {
  const std::vector<double> rank_x = mid_ranks(x);
  const std::vector<double> rank_y = mid_ranks(y);
  return pearson(rank_x, rank_y);
}

}  // namespace cre
