// AVX-512 with byte permutations (VBMI): 64 look-ups in a table of 64 bytes with one instruction.

#include "sequence/filter_kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

namespace cre {
namespace {

// Neighbouring windows that are summed together, so that a table is loaded once for all of them.
constexpr std::size_t kWindowsTogether = 4;

#define CRE_AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi")))

// The masked form of the permutation with every lane on: GCC 12 warns of the plain one (GCC bug 105593).
CRE_AVX512 inline __m512i look_up(__m512i table, __m512i codes) {
  return _mm512_maskz_permutexvar_epi8(~__mmask64{0}, codes, table);
}

template <std::size_t count>
CRE_AVX512 inline void deficits_of_avx512(const MotifFilter& filter, const FilterRow* packed, FilterRow* deficits,
                                          __m512i& smallest) {
  __m512i forward[count];
  __m512i reverse[count];
  for (std::size_t i = 0; i < count; ++i) {
    forward[i] = reverse[i] = _mm512_setzero_si512();
  }
  for (std::size_t k = 0; k < filter.lookups(); ++k) {
    const __m512i forward_table = _mm512_loadu_si512(&filter.forward[k]);
    const __m512i reverse_table = _mm512_loadu_si512(&filter.reverse[k]);
    for (std::size_t i = 0; i < count; ++i) {
      const __m512i codes = _mm512_loadu_si512(&packed[i + 3 * k]);
      forward[i] = _mm512_adds_epu8(forward[i], look_up(forward_table, codes));
      reverse[i] = _mm512_adds_epu8(reverse[i], look_up(reverse_table, codes));
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    _mm512_storeu_si512(&deficits[2 * i], forward[i]);
    _mm512_storeu_si512(&deficits[2 * i + 1], reverse[i]);
    smallest = _mm512_min_epu8(smallest, _mm512_min_epu8(forward[i], reverse[i]));
  }
}

CRE_AVX512 FilterRow deficits_avx512(const MotifFilter& filter, const FilterRow* packed, std::size_t windows,
                                     FilterRow* deficits) {
  __m512i smallest = _mm512_set1_epi8(-1);
  std::size_t p = 0;
  for (; p + kWindowsTogether <= windows; p += kWindowsTogether) {
    deficits_of_avx512<kWindowsTogether>(filter, packed + p, deficits + 2 * p, smallest);
  }
  for (; p < windows; ++p) {
    deficits_of_avx512<1>(filter, packed + p, deficits + 2 * p, smallest);
  }
  FilterRow result;
  _mm512_storeu_si512(&result, smallest);
  return result;
}

CRE_AVX512 std::size_t select_avx512(const FilterRow* deficits, std::size_t count, const FilterRow& limit,
                                     FilterHit* hits) {
  const __m512i limits = _mm512_loadu_si512(&limit);
  std::size_t found = 0;
  for (std::size_t row = 0; row < count; ++row) {
    const std::uint64_t lanes = _mm512_cmple_epu8_mask(_mm512_loadu_si512(&deficits[row]), limits);
    hits[found] = {static_cast<std::uint32_t>(row), lanes};
    found += lanes != 0 ? 1 : 0;
  }
  return found;
}

}  // namespace

std::optional<FilterKernel> avx512_filter_kernel() {
  if (!(__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi"))) {
    return std::nullopt;
  }
  return FilterKernel{"avx512", 3, deficits_avx512, select_avx512};
}

}  // namespace cre

#else

namespace cre {

std::optional<FilterKernel> avx512_filter_kernel() {
  return std::nullopt;
}

}  // namespace cre

#endif
