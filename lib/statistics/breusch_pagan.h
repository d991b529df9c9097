#pragma once
// Does the size of errors change with the prediction?

#include <span>

namespace cre {

struct BreuschPaganTest {
  double lm;              // Breusch and Pagan 1979: half the explained sum of squares of e^2 / mean(e^2); normal errors
  double p;               // P(chi-squared(1) >= lm)
  double studentized_lm;  // Koenker 1981: n R^2 of the same regression; errors of any distribution
  double studentized_p;
};

/// Lagrange multiplier tests of "the variance of the residuals does not change with x", from the regression of their
/// squares on x and a constant. `residuals` (n) as they are, not centred. NaN when n < 3, x is constant, or all squared
/// residuals are equal.
BreuschPaganTest breusch_pagan(std::span<const double> residuals, std::span<const double> x);

}  // namespace cre
