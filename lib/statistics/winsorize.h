#pragma once
// Values with their tails drawn in, so that a few of them do not decide.

#include <span>
#include <vector>

namespace cre {

/// Percentiles of the winsorised correlation.
inline constexpr double kWinsorLow = 1.0;
inline constexpr double kWinsorHigh = 99.0;

/// The values, each clamped to the percentiles `low_percent` and `high_percent` of all of them (in [0, 100],
/// percentile_of_sorted()).
std::vector<double> winsorized(std::span<const double> values, double low_percent, double high_percent);

/// Pearson's r of both series winsorised at their percentiles 1 and 99. NaN where that of the winsorised series is.
/// Resamples of it keep the limits of the full sample: ResampledMoments of the winsorised series.
double winsorized_pearson(std::span<const double> x, std::span<const double> y);

}  // namespace cre
