#pragma once
// Counts and sums of the eight resamples of a batch, written down as vectors because the compiler does not find them by
// itself. Each resample has a place of its own in them and nothing is fused, so results have the same bits with
// AVX-512, with AVX2 and without.

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/vector_clones.h"
#include "statistics/resample_batch.h"

namespace cre::lanes {

/// Of the eight resamples.
using Doubles = double __attribute__((vector_size(8 * kBatch)));
using Ints = std::int32_t __attribute__((vector_size(4 * kBatch)));

template <class Vector, class Value>
[[gnu::always_inline]] inline void load_from(const Value* values, Vector& out) {
  std::memcpy(static_cast<void*>(&out), values, sizeof(out));
}

[[gnu::always_inline]] inline void load_from(const BatchCount& count, Ints& out) {
  // Bytes between zeros twice: a conversion of eight bytes would be done one by one.
  using Words = std::uint64_t __attribute__((vector_size(16)));
  using Bytes = std::uint8_t __attribute__((vector_size(16)));
  using Shorts = std::uint16_t __attribute__((vector_size(16)));
  using FourInts = std::int32_t __attribute__((vector_size(16)));
  std::uint64_t packed = 0;
  std::memcpy(&packed, count.data(), sizeof(packed));
  const Words words = {packed, 0};
  const auto bytes = reinterpret_cast<Bytes>(words);
  const auto shorts = reinterpret_cast<Shorts>(
      __builtin_shufflevector(bytes, Bytes{}, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  const auto low = reinterpret_cast<FourInts>(__builtin_shufflevector(shorts, Shorts{}, 0, 8, 1, 9, 2, 10, 3, 11));
  const auto high = reinterpret_cast<FourInts>(__builtin_shufflevector(shorts, Shorts{}, 4, 12, 5, 13, 6, 14, 7, 15));
  out = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}

}  // namespace cre::lanes
