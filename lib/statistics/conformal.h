#pragma once
// Prediction intervals that hold for any model (split conformal prediction; Vovk et al. 2005, Lei et al. 2018
// "Distribution-free predictive inference for regression"): when calibration rows and new rows are exchangeable, the
// score of a new row is at most the quantile below with probability 1 - alpha or more.

#include <span>
#include <vector>

namespace cre {

/// The ceil((n + 1) (1 - alpha))-th smallest of `scores` (n), the scores of the calibration rows; +infinity when that
/// exceeds n (too few rows for such an alpha). alpha in (0, 1).
double conformal_quantile(std::span<const double> scores, double alpha);

/// Scores |measured - predicted| / (scale + floor), for intervals predicted -+ quantile * (scale + floor) that are
/// wider where the model is less sure. `scale` (n) >= 0, for instance the SD over an ensemble; `floor` > 0, in the same
/// unit, keeps rows on which all members agree from infinite scores. Scores without scale: absolute_errors().
std::vector<double> normalized_scores(std::span<const double> measured, std::span<const double> predicted,
                                      std::span<const double> scale, double floor);

}  // namespace cre
