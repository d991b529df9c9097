#pragma once
// What residuals look like: tails, quantiles, and whether their spread grows with the prediction.

#include <cstddef>
#include <span>
#include <vector>

namespace cre {

/// Excess kurtosis g2 = m4 / m2^2 - 3 from population moments (0 for a normal distribution), beside the skew g1 of
/// summary.h. NaN without variance.
double excess_kurtosis(std::span<const double> values);

/// Points of a normal quantile-quantile plot.
struct QuantilePlot {
  std::vector<double> theoretical;  // standard normal quantiles, ascending
  std::vector<double> observed;     // quantiles of the values
};

/// min(n, most_points) points at the probabilities (j - 1/2) / points, j = 1, 2, ... (Hazen 1914). With a point a
/// value, observed is the sorted series; with fewer, quantiles linear between those points (type 5 of Hyndman and Fan
/// 1996).
QuantilePlot normal_quantile_plot(std::span<const double> values, std::size_t most_points);

/// Sample variance (n - 1) of the residuals in the highest tenth of the predictions over that in the lowest tenth
/// (equal_count_bins()). NaN with fewer than 20 rows or no variance in the lowest tenth.
double decile_variance_ratio(std::span<const double> residuals, std::span<const double> predicted);

}  // namespace cre
