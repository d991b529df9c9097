// AVX2: 32 look-ups in tables of 16 bytes with one instruction; two halves make a row.

#include "sequence/filter_kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

namespace cre {
namespace {

// Neighbouring windows that are summed together, so that a table is loaded once for all of them.
constexpr std::size_t kTogether = 4;

#define CRE_AVX2 __attribute__((target("avx2")))

CRE_AVX2 inline __m256i load_half(const FilterRow& row, std::size_t half) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(row.data()) + half);
}
CRE_AVX2 inline void store_half(FilterRow& row, std::size_t half, __m256i values) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(row.data()) + half, values);
}

template <std::size_t count>
CRE_AVX2 inline void deficits_of_avx2(const MotifFilter& filter, const FilterRow* packed, std::size_t half,
                                      FilterRow* deficits, __m256i& smallest) {
  __m256i forward[count];
  __m256i reverse[count];
  for (std::size_t i = 0; i < count; ++i) {
    forward[i] = reverse[i] = _mm256_setzero_si256();
  }
  for (std::size_t k = 0; k < filter.lookups(); ++k) {
    const __m256i forward_table = load_half(filter.forward[k], 0);
    const __m256i reverse_table = load_half(filter.reverse[k], 0);
    for (std::size_t i = 0; i < count; ++i) {
      const __m256i codes = load_half(packed[i + 2 * k], half);
      forward[i] = _mm256_adds_epu8(forward[i], _mm256_shuffle_epi8(forward_table, codes));
      reverse[i] = _mm256_adds_epu8(reverse[i], _mm256_shuffle_epi8(reverse_table, codes));
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    store_half(deficits[2 * i], half, forward[i]);
    store_half(deficits[2 * i + 1], half, reverse[i]);
    smallest = _mm256_min_epu8(smallest, _mm256_min_epu8(forward[i], reverse[i]));
  }
}

CRE_AVX2 FilterRow deficits_avx2(const MotifFilter& filter, const FilterRow* packed, std::size_t windows,
                                 FilterRow* deficits) {
  FilterRow result;
  for (std::size_t half = 0; half < 2; ++half) {
    __m256i smallest = _mm256_set1_epi8(-1);
    std::size_t p = 0;
    for (; p + kTogether <= windows; p += kTogether) {
      deficits_of_avx2<kTogether>(filter, packed + p, half, deficits + 2 * p, smallest);
    }
    for (; p < windows; ++p) {
      deficits_of_avx2<1>(filter, packed + p, half, deficits + 2 * p, smallest);
    }
    store_half(result, half, smallest);
  }
  return result;
}

CRE_AVX2 std::size_t select_avx2(const FilterRow* deficits, std::size_t count, const FilterRow& limit,
                                 FilterHit* hits) {
  const __m256i low = load_half(limit, 0);
  const __m256i high = load_half(limit, 1);
  std::size_t found = 0;
  for (std::size_t row = 0; row < count; ++row) {
    const __m256i first = load_half(deficits[row], 0);
    const __m256i second = load_half(deficits[row], 1);
    const int first_lanes = _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(first, low), first));
    const int second_lanes = _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(second, high), second));
    const std::uint64_t lanes = std::uint64_t{static_cast<std::uint32_t>(second_lanes)} << 32U |
                                std::uint64_t{static_cast<std::uint32_t>(first_lanes)};
    hits[found] = {static_cast<std::uint32_t>(row), lanes};
    found += lanes != 0 ? 1 : 0;
  }
  return found;
}

}  // namespace

std::optional<FilterKernel> avx2_filter_kernel() {
  if (!(__builtin_cpu_supports("avx2"))) {
    return std::nullopt;
  }
  return FilterKernel{"avx2", 2, deficits_avx2, select_avx2};
}

}  // namespace cre

#else

namespace cre {

std::optional<FilterKernel> avx2_filter_kernel() {
  return std::nullopt;
}

}  // namespace cre

#endif
