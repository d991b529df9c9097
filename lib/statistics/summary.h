#pragma once
// Mean, spread, shape and percentiles of one series. NaN where undefined.

#include <span>
#include <vector>

namespace cre {

/// Arithmetic mean; NaN for no values.
double mean(std::span<const double> values);

struct Summary {
  std::size_t n = 0;
  double mean;
  double sd;    // sample standard deviation (n - 1); NaN when n < 2
  double skew;  // Fisher-Pearson g1 = m3 / m2^1.5; NaN without variance
};

Summary summarize(std::span<const double> values);

/// Percentile of ascending values, linear between neighbours (NumPy's default, type 7 of Hyndman and Fan 1996).
/// `percent` in [0, 100]; NaN for no values.
double percentile_of_sorted(std::span<const double> ascending, double percent);

/// The values that are not NaN, in their order.
std::vector<double> defined_values(std::span<const double> values);

/// Ascending copy.
std::vector<double> sorted_copy(std::span<const double> values);

}  // namespace cre
