#pragma once
// Rows whose places on the genome overlap or are close.

#include <cstdint>

#include "core/union_find.h"
#include "storage/elements.h"

namespace cre {

/// Merges rows whose places are on one chromosome and at most `max_distance` bases apart (0: overlap or touch),
/// directly or through others. A row without a place stays alone. Returns how many those are. Throws input when the
/// elements have no places.
std::size_t merge_near_places(const Elements& elements, std::int64_t max_distance, UnionFind& rows);

}  // namespace cre
