#pragma once
// Which sequences count when it is decided what all of them have in common.

#include "qc/reading/measured_table.h"

namespace cre {

/// There is a sequence, and every letter of it is a base or stands for several.
inline bool is_readable(const MeasuredTable& table, std::size_t row) {
  const std::size_t letters = table.sequences.length(row);
  if (table.sequences.is_packed(row)) {
    return letters > 0;
  }
  const LetterCounts counts = table.sequences.counts(row);
  return std::size_t{counts.known} + counts.n + counts.ambiguous == letters;
}

}  // namespace cre
