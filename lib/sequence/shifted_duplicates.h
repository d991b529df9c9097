#pragma once
// Internal to near_duplicates.cpp: rows that overlap when one of them is shifted.
//
// In an overlap of at least m bases with at most d mismatches some run of (m - d) / (d + 1) bases, rounded up, has
// none. Each row has seeds: words of which every such run holds one that depends on the run's bases alone. So rows that
// overlap have a seed in common, and only rows that have are compared, at the shift that puts their seeds one above the
// other; none is missed. Of many rows with one seed those that are connected already are not compared; where a few
// comparisons leave too many unconnected, as among tails of one base, all such rows are searched shift by shift, by
// parts.

#include <cstddef>
#include <cstdint>
#include <span>

#include "sequence/base_planes.h"
#include "sequence/member_sets.h"
#include "sequence/near_duplicates.h"

namespace cre {

/// Connects rows that overlap by at least plan.min_overlap bases, shifted by 1 to plan.max_shift, with at most
/// plan.most_mismatches mismatches. `codes` (N, length), `planes` of them; `rows`: which are looked at.
void connect_shifted(std::span<const std::uint8_t> codes, const BasePlanes& planes, std::span<const std::uint32_t> rows,
                     const NearDuplicatePlan& plan, RowFamilies& families);

}  // namespace cre
