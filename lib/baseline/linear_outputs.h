#pragma once
// What linear models give for rows of a dataset.

#include <span>
#include <vector>

#include "baseline/feature_reader.h"

namespace cre {

/// (rows, M) offset + slope . x for M models at once. slope: (P, M), offset: (M).
std::vector<double> linear_outputs(const FeatureReader& reader, std::span<const std::size_t> rows,
                                   std::span<const double> slope, std::span<const double> offset, unsigned threads);

}  // namespace cre
