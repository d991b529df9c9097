#pragma once
// Percentile intervals and two-sided p-values from bootstrap replicates. A NaN replicate marks a resample in which the
// statistic was undefined; it is left out and counted.

#include <cstddef>
#include <limits>
#include <span>

namespace cre {

/// Percentile interval of the replicates that were defined.
struct Interval {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
  std::size_t skipped = 0;  // undefined replicates
};

/// Percentile bootstrap (Efron 1979): quantiles (1 - confidence) / 2 and (1 + confidence) / 2 of `replicates` (B), as
/// percentile_of_sorted() gives them. Both ends are NaN when no replicate is defined.
Interval percentile_interval(std::span<const double> replicates, double confidence);

/// Two-sided p of "the difference is 0" from replicates of a difference: 2 min(P(d <= 0), P(d >= 0)), at least
/// 2 / (B + 1) because B resamples cannot show less, at most 1. B counts defined replicates; NaN when there are none.
double two_sided_p(std::span<const double> differences);

}  // namespace cre
