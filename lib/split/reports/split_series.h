#pragma once
// One column of the elements, divided by split.

#include <array>
#include <cstddef>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "storage/split_assignment.h"

namespace cre {

/// Values of each split, ascending.
using SplitSeries = std::array<std::vector<double>, kSplitCount>;

/// The finite values of one column (stride K, offset k), by split.
SplitSeries ascending_by_split(const std::vector<double>& values, std::size_t stride, std::size_t offset,
                               const std::vector<Split>& splits);

/// Counts under the name of each split, in equal bins that all splits share; null without values.
nlohmann::json histogram_by_split(const SplitSeries& series);

}  // namespace cre
