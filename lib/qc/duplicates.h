#pragma once
// Rows with the same cleaned sequence.

#include <cstdint>

#include "storage/elements.h"

namespace cre {

struct DuplicateCounts {
  std::int64_t groups = 0;  // sequences that occur more than once
  std::int64_t rows = 0;    // rows that have one of them
};

/// Exact, same strand. Sets kDuplicate on every such row; all of them stay (the split keeps them together).
DuplicateCounts flag_duplicates(Elements& elements);

}  // namespace cre
