#pragma once
// The bias-corrected and accelerated bootstrap interval (BCa; Efron 1987, "Better bootstrap confidence intervals").

#include <span>

#include "statistics/interval.h"

namespace cre {

/// z0: the normal quantile of the share of `replicates` below `estimate`, equal ones counted half; undefined (NaN)
/// replicates are left out. Infinite when all are on one side, NaN when there are none.
double bias_correction(std::span<const double> replicates, double estimate);

/// a = sum u^3 / (6 (sum u^2)^1.5) with u = mean of the jackknife values - value; undefined values are left out.
/// `jackknife`: the statistic without each unit that the bootstrap draws (rows, or groups of rows). NaN when all values
/// are equal up to rounding.
double acceleration(std::span<const double> jackknife);

/// The quantiles Phi(z0 + (z0 + z) / (1 - a (z0 + z))) of the replicates for z = -+z((1 + confidence) / 2), as
/// percentile_of_sorted() gives them. Both ends are NaN when z0 is infinite, a is undefined, or a (z0 + z) reaches 1.
/// Not for medians and other quantiles of rows, whose jackknife values say nothing of their skewness.
Interval bca_interval(std::span<const double> replicates, double estimate, std::span<const double> jackknife,
                      double confidence);

}  // namespace cre
