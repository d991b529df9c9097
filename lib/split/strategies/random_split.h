#pragma once
// Random assignment of whole groups with greedy stratification by target cell.

#include <cstdint>
#include <vector>

#include "split/split_config.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// Groups in shuffled order, large ones first, each to the split that least worsens the squared relative deviations of
/// row count and target-cell counts from their aims. `groups` (N) as from group_rows. Returns (N).
/// `tested` (N, or empty) marks whole groups that are in the test split beforehand and count towards its aims.
/// Throws input when a split gets no row.
std::vector<Split> random_split(const Elements& elements, const std::vector<std::int64_t>& groups,
                                const SplitConfig& config, const std::vector<bool>& tested = {});

/// How far the result is from its aims.
struct SplitDeviation {
  double size = 0.0;         // largest |share of rows - fraction| over splits
  double target_cell = 0.0;  // largest |share of a cell within a split - share within all rows|
};
SplitDeviation split_deviation(const Elements& elements, const std::vector<Split>& splits,
                               const SplitFractions& fractions);

}  // namespace cre
