#pragma once
// What names a group, whatever the order of rows and the ids: the smallest digest of its sequences.

#include <array>
#include <cstdint>
#include <vector>

#include "split/split_config.h"
#include "storage/elements.h"

namespace cre {

/// The first 16 bytes of a SHA-256, the first of them in the highest place.
using GroupKey = std::array<std::uint64_t, 2>;

/// (groups) The smallest SHA-256 of the sequences of each group as letters ACGTN; when `config.both_strands` of the
/// strand that sorts first. `groups` (N) as from group_rows.
std::vector<GroupKey> group_keys(const Elements& elements, const std::vector<std::int64_t>& groups,
                                 const SplitConfig& config, unsigned threads);

}  // namespace cre
