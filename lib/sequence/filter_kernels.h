#pragma once
// Internal to motif_scan.cpp: the inner loops of the motif filter, each written for one instruction set. A kernel is
// compiled for its instruction set alone and chosen at run time, so one program runs everywhere.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "sequence/motif_filter.h"

namespace cre {

/// A row of deficits with lanes at or below their limit.
struct FilterHit {
  std::uint32_t row = 0;
  std::uint64_t lanes = 0;  // bit i: lane i
};

struct FilterKernel {
  const char* name;
  std::size_t columns_per_lookup;
  /// deficits[2 p + s] for p < windows and strand s (0 forward, 1 reverse); returns the smallest of each lane.
  FilterRow (*deficits)(const MotifFilter& filter, const FilterRow* packed, std::size_t windows, FilterRow* deficits);
  /// Rows among `count` with a lane at or below its limit; `hits` has room for `count`. Returns how many there are.
  std::size_t (*select)(const FilterRow* deficits, std::size_t count, const FilterRow& limit, FilterHit* hits);
};

/// Nothing where the processor (or the compiler's target) lacks the instructions.
std::optional<FilterKernel> avx512_filter_kernel();
std::optional<FilterKernel> avx2_filter_kernel();
FilterKernel portable_filter_kernel();

/// Every kernel that this processor can run, the fastest first; the last one runs everywhere.
std::span<const FilterKernel> filter_kernels();

}  // namespace cre
