#pragma once
// Weighted mean of a resample, and without each unit in turn.

#include <span>
#include <vector>

#include "statistics/resample_batch.h"
#include "statistics/resampling.h"

namespace cre {

/// sum c w v / sum c w over rows for each resample, with `values` (n), `weights` (n) and the counts c of `batch` (n).
/// NaN when the weights of the resample sum to 0. With squared errors as values it is the weighted MSE.
BatchValues resampled_weighted_mean(std::span<const double> values, std::span<const double> weights,
                                    const ResampleBatch& batch);

/// The weighted mean without the rows of unit u, for each of the units; NaN when no weight is left.
std::vector<double> weighted_mean_without_each(std::span<const double> values, std::span<const double> weights,
                                               const ResampleUnits& units);

}  // namespace cre
