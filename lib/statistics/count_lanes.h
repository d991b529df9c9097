#pragma once
// Counts and sums of the eight resamples of a batch, written down as vectors because the compiler does not find them by
// itself. A vector has a register's share of the batch: a loop runs for all eight at once with AVX-512, else for one
// part of the batch after the other. Each resample has a place of its own and nothing is fused, so results have the
// same bits with AVX-512, with AVX2 and without.

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/register_vectors.h"
#include "statistics/resample_batch.h"

namespace cre::lanes {

/// Of kLanes of the eight resamples.
template <std::size_t kLanes>
using Doubles = typename RegisterVectors<kLanes>::Doubles;
template <std::size_t kLanes>
using Ints = typename RegisterVectors<kLanes>::Ints;

template <class Vector, class Value>
[[gnu::always_inline]] inline void load_from(const Value* values, Vector& out) {
  std::memcpy(static_cast<void*>(&out), values, sizeof(out));
}

template <class Vector, class Value>
[[gnu::always_inline]] inline void store_to(const Vector& values, Value* out) {
  std::memcpy(out, &values, sizeof(values));
}

/// The counts of resamples part, part + 1, ...
template <std::size_t kLanes>
[[gnu::always_inline]] inline void load_counts(const BatchCount& count, std::size_t part, Ints<kLanes>& out) {
  // Bytes between zeros twice: a conversion of eight bytes would be done one by one.
  using Words = std::uint64_t __attribute__((vector_size(16)));
  using Bytes = std::uint8_t __attribute__((vector_size(16)));
  using Shorts = std::uint16_t __attribute__((vector_size(16)));
  using FourInts = std::int32_t __attribute__((vector_size(16)));
  std::uint64_t packed = 0;
  std::memcpy(&packed, count.data() + part, kLanes);
  const Words words = {packed, 0};
  const auto bytes = reinterpret_cast<Bytes>(words);
  const auto shorts = reinterpret_cast<Shorts>(
      __builtin_shufflevector(bytes, Bytes{}, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  const auto low = reinterpret_cast<FourInts>(__builtin_shufflevector(shorts, Shorts{}, 0, 8, 1, 9, 2, 10, 3, 11));
  if constexpr (kLanes == 8) {
    const auto high = reinterpret_cast<FourInts>(__builtin_shufflevector(shorts, Shorts{}, 4, 12, 5, 13, 6, 14, 7, 15));
    out = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
  } else {
    std::memcpy(&out, &low, sizeof(out));
  }
}

}  // namespace cre::lanes
