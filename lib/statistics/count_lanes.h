#pragma once
// Counts and sums of the eight resamples of a batch, written down as vectors of four because the compiler does not find
// them by itself. Each resample has a place of its own in them and nothing is fused, so results have the same bits with
// and without AVX2.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "statistics/resample_batch.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CRE_AVX2_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CRE_AVX2_CLONES
#endif

namespace cre::lanes {

using FourDoubles = double __attribute__((vector_size(32)));
using FourInts = std::int32_t __attribute__((vector_size(16)));

inline constexpr std::size_t kFours = kBatch / 4;

/// Of the eight resamples.
struct Ints {
  std::array<FourInts, kFours> four{};
};
struct Doubles {
  std::array<FourDoubles, kFours> four{};
};

template <class Vector, class Value>
[[gnu::always_inline]] inline void load_from(const Value* values, Vector& out) {
  std::memcpy(static_cast<void*>(&out), values, sizeof(out));
}

[[gnu::always_inline]] inline void load_from(const BatchCount& count, Ints& out) {
  // Bytes between zeros twice: a conversion of eight bytes would be done one by one.
  using Words = std::uint64_t __attribute__((vector_size(16)));
  using Bytes = std::uint8_t __attribute__((vector_size(16)));
  using Shorts = std::uint16_t __attribute__((vector_size(16)));
  std::uint64_t packed = 0;
  std::memcpy(&packed, count.data(), sizeof(packed));
  const Words words = {packed, 0};
  const auto bytes = reinterpret_cast<Bytes>(words);
  const auto shorts = reinterpret_cast<Shorts>(
      __builtin_shufflevector(bytes, Bytes{}, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  out.four[0] = reinterpret_cast<FourInts>(__builtin_shufflevector(shorts, Shorts{}, 0, 8, 1, 9, 2, 10, 3, 11));
  out.four[1] = reinterpret_cast<FourInts>(__builtin_shufflevector(shorts, Shorts{}, 4, 12, 5, 13, 6, 14, 7, 15));
}

/// Of one resample.
template <class Lanes>
inline auto at(const Lanes& lanes, std::size_t resample) {
  return lanes.four[resample / 4][resample % 4];
}

}  // namespace cre::lanes
