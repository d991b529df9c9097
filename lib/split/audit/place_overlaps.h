#pragma once
// Rows whose places on the genome overlap those of others.

#include <cstdint>
#include <span>
#include <vector>

#include "storage/elements.h"

namespace cre {

/// (queries) has the place of the row a base in common with that of any of `references`? A row without a place has not.
/// The elements have places. Chromosomes are compared as in split.chromosomes.
std::vector<bool> overlap_places(const Elements& elements, std::span<const std::uint32_t> queries,
                                 std::span<const std::uint32_t> references);

}  // namespace cre
