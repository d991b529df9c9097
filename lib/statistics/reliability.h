#pragma once
// How well repeated measurements agree, and how reliable their mean is.

#include <span>

namespace cre {

/// Reliability of the mean of `count` measurements, each of reliability `single`: k r / (1 + (k - 1) r) (Spearman 1910,
/// Brown 1910). `count` need not be whole. NaN where `single` is NaN or the denominator is not positive.
double spearman_brown(double single, double count);

/// Intraclass correlation of one-way random effects, ICC(1) (Shrout and Fleiss 1979): the reliability of one of the
/// measurements, (MSB - MSW) / (MSB + (k0 - 1) MSW) with mean squares between and within elements and
/// k0 = (n - sum(n_i^2) / n) / (a - 1) for a elements with n_i measurements, n in all. `values` (n) of one element
/// after the other, `start` (a + 1) where each begins. Elements with fewer than two values are left out. NaN with fewer
/// than two elements, or when all values are equal.
double intraclass_correlation(std::span<const double> values, std::span<const std::size_t> start);

}  // namespace cre
