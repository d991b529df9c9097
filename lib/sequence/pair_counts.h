#pragma once
// Which bases follow which.

#include <array>
#include <cstddef>
#include <cstdint>

#include "sequence/packed_sequences.h"

namespace cre {

/// Of many sequences: known bases A0 C1 G2 T3, and pairs of neighbours of which both are known (4 * first + second).
struct PairCounts {
  std::array<std::int64_t, 4> bases{};
  std::array<std::int64_t, 16> pairs{};
};

/// Over all rows.
PairCounts count_pairs(const PackedSequences& sequences);

}  // namespace cre
