#pragma once
// Rows of equal length that differ in a few bases, found without comparing every pair, none missed.
//
// Of most_mismatches + 1 parts of a row at least one is free of mismatches, so only rows that are equal in a part are
// compared (pigeonhole). Parts are cut where bases vary, so an adaptor that all rows have joins nobody. Many rows that
// are equal in a part are not compared pair by pair: rows that are connected already need not be, a few rows are
// compared with all, and what is left is divided again by parts of the remaining bases. Rows that are near only when
// one of them is shifted, as neighbouring tiles are: shifted_duplicates.h.

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/union_find.h"

namespace cre {

struct NearDuplicatePlan {
  std::size_t most_mismatches = 2;
  bool both_strands = true;     // a row is near another also as its reverse complement
  std::size_t max_shift = 0;    // bases
  std::size_t min_overlap = 1;  // bases that shifted rows have in common, more than most_mismatches
  unsigned threads = 1;
};

/// Merges rows (N) whose Hamming distance is at most `most_mismatches`, also where one of them is shifted by at most
/// `max_shift` bases and what overlaps has at least `min_overlap`. `codes` (N, length) 0-4; N equals N alone.
void merge_near_duplicates(std::span<const std::uint8_t> codes, std::size_t length, const NearDuplicatePlan& plan,
                           UnionFind& rows);

}  // namespace cre
