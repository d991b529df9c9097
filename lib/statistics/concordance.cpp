#include "statistics/concordance.h"

#include <cmath>
#include <cstddef>

#include "statistics/correlation.h"
#include "statistics/summary.h"

namespace cre {

double concordance(std::span<const double> x, std::span<const double> y) {
  const double r = pearson(x, y);
  if (std::isnan(r)) {
    return r;
  }
  const double mean_x = mean(x);
  const double mean_y = mean(y);
  double xx = 0.0;
  double yy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
  }
  const double apart = mean_x - mean_y;
  return 2.0 * r * std::sqrt(xx) * std::sqrt(yy) / (xx + yy + static_cast<double>(x.size()) * apart * apart);
}

}  // namespace cre
