#pragma once
// Weighted mean of a resample.

#include <cstdint>
#include <span>

namespace cre {

/// sum c w v / sum c w over rows, with `values` (n), `weights` (n) and `counts` (n), how often each row is in the
/// resample. NaN when the weights of the resample sum to 0. With squared errors as values it is the weighted MSE.
double resampled_weighted_mean(std::span<const double> values, std::span<const double> weights,
                               std::span<const std::int32_t> counts);

}  // namespace cre
