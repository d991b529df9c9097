#pragma once
// Random assignment of whole groups with greedy stratification by target cell and strata columns.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "split/split_config.h"
#include "split/strategies/group_list.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// Groups in drawn order, large ones first, each to the split that least worsens the squared relative deviations of
/// row count and of counts by category (row_categories.h) from their aims. Returns (N).
/// `tested` (N, or empty) marks whole groups that are in the test split beforehand and count towards its aims.
/// Throws input when a split gets no row.
std::vector<Split> random_split(const GroupedElements& by_group, const SplitConfig& config,
                                const std::vector<bool>& tested = {});

/// How far the result is from its aims.
struct SplitDeviation {
  double size = 0.0;                     // largest |share of rows - fraction| over splits
  std::map<std::string, double> shares;  // of target_cell and each stratum the largest |share of a level within a split
                                         // - share within all rows|
};
SplitDeviation split_deviation(const Elements& elements, const std::vector<Split>& splits,
                               const SplitFractions& fractions);

}  // namespace cre
