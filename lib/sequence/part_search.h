#pragma once
// Internal to near_duplicates.cpp and shifted_duplicates.cpp: near entries, found by the parts in which they are equal.

#include <cstdint>
#include <span>

#include "sequence/member_sets.h"
#include "sequence/near_bucket.h"

namespace cre {

/// Connects the rows of all that are near each other among `entries`. More positions than mismatches.
void connect_by_parts(const NearEntries& all, std::span<const std::uint32_t> entries, unsigned threads,
                      RowFamilies& families);

}  // namespace cre
