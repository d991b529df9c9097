#pragma once
// Which bases of a row count when it is asked what it has in common with others.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sequence/overlap_search.h"
#include "storage/elements.h"

namespace cre {

/// What of a row counts, and from when on an overlap makes kin.
struct RowCounts {
  std::vector<std::uint64_t> words, bases;
  std::size_t least = 0;

  CountedBases counted() const { return {words, bases, least}; }
};

/// Known bases count, but not in words that more than a fifth of all rows have (a constant promoter), unless these are
/// half of the row; half of what counts makes kin, where that is more than chance gives. Words of low complexity never
/// count.
class CountingRule {
 public:
  CountingRule(const Elements& elements, bool both_strands);

  /// Bases of a word: 31, fewer for short inserts; odd.
  std::size_t word() const { return k_; }
  /// Bases of an overlap that make kin, of a row with `bases` that count.
  std::size_t least(std::size_t bases) const;
  /// `codes` (L) of one of the elements.
  RowCounts counts(std::span<const std::uint8_t> codes) const;

 private:
  std::size_t beyond_chance_, k_;
  std::vector<std::uint64_t> common_;  // keys of words, ascending
};

}  // namespace cre
