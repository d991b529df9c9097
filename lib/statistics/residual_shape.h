#pragma once
// What residuals look like: tails, quantiles, histogram, and whether their spread grows with the prediction.

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

/// Counts in bins of equal width.
struct Histogram {
  std::vector<double> edges;        // (bins + 1) ascending
  std::vector<std::size_t> counts;  // (bins) a bin has its lower edge; the last one its upper edge, too
  std::size_t below = 0;            // values outside of the edges
  std::size_t above = 0;
};

/// `bins` equal bins over [low, high], low < high. Values outside are counted, not drawn in, so that one outlier
/// neither stretches the bins nor shows as a peak at the edge.
Histogram histogram(std::span<const double> values, std::size_t bins, double low, double high);

/// The same over the range of the values as numpy.histogram has it, half a unit to both sides of a single value. No
/// bins for no values.
Histogram histogram(std::span<const double> values, std::size_t bins);

/// Sample variance (n - 1) of the residuals in the highest tenth of the predictions over that in the lowest tenth
/// (equal_count_bins()). NaN with fewer than 20 rows or no variance in the lowest tenth.
double decile_variance_ratio(std::span<const double> residuals, std::span<const double> predicted);

}  // namespace cre
