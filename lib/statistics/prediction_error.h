#pragma once
// Distances between measured and predicted activities, all on the scale of the activities (l2fc).

#include <cstddef>
#include <span>
#include <vector>

namespace cre {

/// Mean of (predicted - measured)^2 over n >= 1 rows; NaN for no rows.
double mean_squared_error(std::span<const double> measured, std::span<const double> predicted);

/// Mean of |predicted - measured|; NaN for no rows.
double mean_absolute_error(std::span<const double> measured, std::span<const double> predicted);

/// Median of |predicted - measured|, the mean of the two middle ones for an even n; NaN for no rows.
double median_absolute_error(std::span<const double> measured, std::span<const double> predicted);

/// Mean of a weighted error, and the number of rows that it is of.
struct WeightedError {
  double value;
  std::size_t n;
};

/// sum w (predicted - measured)^2 / sum w with w = inverse_variance_weight(standard error), over the n rows that have a
/// standard error (no NaN); NaN when none has. `standard_error`: one a row.
WeightedError weighted_mean_squared_error(std::span<const double> measured, std::span<const double> predicted,
                                          std::span<const double> standard_error);

/// |predicted - measured| of every row.
std::vector<double> absolute_errors(std::span<const double> measured, std::span<const double> predicted);

/// Coefficient of determination 1 - SS_residual / SS_total, SS_total around the mean of `measured`.
/// Negative when the mean predicts better; NaN when `measured` is constant.
double r_squared(std::span<const double> measured, std::span<const double> predicted);

}  // namespace cre
