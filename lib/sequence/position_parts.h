#pragma once
// Internal to near_duplicates.cpp: positions cut into parts that tell rows apart equally well.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sequence/base_planes.h"

namespace cre {

/// Neighbouring positions in `parts` parts, none of them empty, with about equal sums of the entropy of bases among a
/// sample of the entries. At least `parts` positions.
std::vector<Positions> position_parts(const BasePlanes& planes, std::span<const std::uint32_t> entries,
                                      const Positions& positions, std::size_t parts);

std::size_t position_count(const Positions& positions);
/// Those of `positions` that are not in `part`.
Positions without(const Positions& positions, const Positions& part);

}  // namespace cre
