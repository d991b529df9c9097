#pragma once
// Distances between measured and predicted activities, all on the scale of the activities (l2fc).

#include <span>

namespace cre {

/// Mean of (predicted - measured)^2 over n >= 1 rows; NaN for no rows.
double mean_squared_error(std::span<const double> measured, std::span<const double> predicted);

/// Mean of |predicted - measured|; NaN for no rows.
double mean_absolute_error(std::span<const double> measured, std::span<const double> predicted);

/// Coefficient of determination 1 - SS_residual / SS_total, SS_total around the mean of `measured`.
/// Negative when the mean predicts better; NaN when `measured` is constant.
double r_squared(std::span<const double> measured, std::span<const double> predicted);

}  // namespace cre
