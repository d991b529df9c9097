#pragma once
// Which sequences count when it is decided what all of them have in common.

#include <string>
#include <string_view>

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

/// Throws input: no sequence, or hardly any, can be read; `first` is that of the first row. RNA is told as such.
[[noreturn]] void fail_unreadable(const std::string& column, std::string_view first);

}  // namespace cre
