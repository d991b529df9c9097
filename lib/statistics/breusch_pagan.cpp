#include "statistics/breusch_pagan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "statistics/correlation.h"
#include "statistics/distributions.h"
#include "statistics/summary.h"

namespace cre {

BreuschPaganTest breusch_pagan(std::span<const double> residuals, std::span<const double> x) {
  std::vector<double> squared(residuals.size());
  std::transform(residuals.begin(), residuals.end(), squared.begin(), [](double e) { return e * e; });
  const double r = pearson(squared, x);
  if (std::isnan(r) || residuals.size() < 3) {
    constexpr double kUndecided = std::numeric_limits<double>::quiet_NaN();
    return {kUndecided, kUndecided, kUndecided, kUndecided};
  }
  // With one regressor R^2 is r^2, and the explained sum of squares r^2 times the total one.
  const double centre = mean(squared);
  double total_squares = 0.0;
  for (const double value : squared) {
    total_squares += (value / centre - 1.0) * (value / centre - 1.0);
  }
  BreuschPaganTest out{};
  out.lm = 0.5 * r * r * total_squares;
  out.p = chi_squared_tail(out.lm, 1.0);
  out.studentized_lm = static_cast<double>(residuals.size()) * r * r;
  out.studentized_p = chi_squared_tail(out.studentized_lm, 1.0);
  return out;
}

}  // namespace cre
