#pragma once
// Rows with the same cleaned sequence.

#include <cstdint>
#include <string_view>

#include "storage/elements.h"

namespace cre {

struct DuplicateCounts {
  std::int64_t groups = 0;  // sequences that occur more than once
  std::int64_t rows = 0;    // rows that have one of them
};

/// The codes of a row as bytes that can be compared, sorted and hashed; into `elements`.
std::string_view sequence_bytes(const Elements& elements, std::size_t row);

/// Exact, same strand. Sets kDuplicate on every such row; all of them stay (the split keeps them together).
DuplicateCounts flag_duplicates(Elements& elements);

}  // namespace cre
