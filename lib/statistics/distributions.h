#pragma once
// Distribution functions that tests and intervals need.

namespace cre {

/// P(Z <= z) of a standard normal Z.
double normal_probability(double z);

/// z with P(Z <= z) = p for a standard normal Z. p in (0, 1).
double normal_quantile(double p);

/// t with P(T <= t) = p for Student's T with `degrees` > 0 degrees of freedom. p in (0, 1).
double student_quantile(double p, double degrees);

/// P(X >= x) of a chi-squared X with `degrees` > 0 degrees of freedom; 1 for x <= 0, NaN for NaN.
double chi_squared_tail(double x, double degrees);

}  // namespace cre
