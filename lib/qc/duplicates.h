#pragma once
// Rows with the same cleaned sequence.

#include <cstdint>

#include "qc/kept_elements.h"
#include "qc/merging/row_groups.h"

namespace cre {

struct DuplicateCounts {
  std::int64_t groups = 0;  // sequences that occur more than once
  std::int64_t rows = 0;    // rows that have one of them
};

/// Exact, same strand. Sets kDuplicate on every such row; all of them stay (the split keeps them together).
DuplicateCounts flag_duplicates(KeptElements& elements, unsigned threads = 1);

/// Of the rows `rows` (ascending), those that share a sequence.
RowGroups rows_of_equal_sequences(const KeptElements& elements, const std::vector<std::size_t>& rows);

/// The rows of each repeated sequence, ordered by the sequences' codes. After flag_duplicates.
RowGroups copies_of_sequences(const KeptElements& elements);

}  // namespace cre
