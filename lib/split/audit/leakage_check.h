#pragma once
// Checks, after splitting, that no group and no equal sequence crosses, without trusting the code that made the split.
// Sequences that are nearly equal or overlap are no matter of this check: leakage_audit.h looks for them.

#include <cstdint>
#include <vector>

#include "split/split_config.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// Throws input naming two rows when a group of `groups` is in two splits.
void check_groups_stay_together(const Elements& elements, const std::vector<std::int64_t>& groups,
                                const std::vector<Split>& splits);

/// Throws input when a sequence is in two splits, unless rows are grouped by nothing (an empty list), which accepts it.
void check_sequences_stay_together(const Elements& elements, const std::vector<Split>& splits,
                                   const SplitConfig& config);

/// Number of distinct sequences (on either strand when `both_strands`) that are in more than one split.
std::int64_t count_crossing_sequences(const Elements& elements, const std::vector<Split>& splits, bool both_strands);

}  // namespace cre
