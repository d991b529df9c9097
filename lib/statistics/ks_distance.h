#pragma once
// Kolmogorov-Smirnov distance: how far two distributions are apart.

#include <span>

namespace cre {

/// Largest absolute difference between the empirical distribution functions of two ascending series; in [0, 1].
/// NaN when one is empty.
double ks_distance(std::span<const double> ascending_a, std::span<const double> ascending_b);

}  // namespace cre
