#pragma once
// Groups that hold a large share of all rows: what is said of them, and why they came to be.

#include <cstdint>
#include <string>
#include <vector>

#include "split/split_config.h"
#include "storage/elements.h"

namespace cre {

/// Throws input when one group has more rows than the largest split may have, with its tolerance: no assignment of
/// whole groups reaches the fractions. For strategy random. `groups` (N) from 0.
void check_fractions_possible(const Elements& elements, const std::vector<std::int64_t>& groups,
                              const SplitConfig& config);

/// One for each group with more than config.max_group_fraction of all rows, the largest first, three at most: its
/// size and what its rows share (a value of the group column, a segment, a stretch of a chromosome), or that they are
/// a chain of neighbours. `config` as resolved.
std::vector<std::string> large_group_warnings(const Elements& elements, const std::vector<std::int64_t>& groups,
                                              const SplitConfig& config);

}  // namespace cre
