#include "core/philox_blocks.h"

#include <algorithm>
#include <array>
#include <cstddef>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace cre {

namespace {

constexpr std::size_t kWords = 4;  // of a block

#if defined(__x86_64__) && defined(__GNUC__)

constexpr std::size_t kBlocksAtOnce = 8;

/// Four blocks: each of the four words of a counter in 64-bit lanes, whose upper halves hold what nobody reads.
struct FourBlocks {
  __m256i word[kWords];  // not std::array, which drops the alignment
};

__attribute__((target("avx2"), always_inline)) inline void one_round(FourBlocks& blocks, __m256i multiplier0,
                                                                     __m256i multiplier1, __m256i key0, __m256i key1) {
  const __m256i product0 = _mm256_mul_epu32(blocks.word[0], multiplier0);
  const __m256i product1 = _mm256_mul_epu32(blocks.word[2], multiplier1);
  const __m256i high0 = _mm256_srli_epi64(product0, 32);
  const __m256i high1 = _mm256_srli_epi64(product1, 32);
  blocks.word[0] = _mm256_xor_si256(_mm256_xor_si256(high1, blocks.word[1]), key0);
  blocks.word[1] = product1;
  blocks.word[2] = _mm256_xor_si256(_mm256_xor_si256(high0, blocks.word[3]), key1);
  blocks.word[3] = product0;
}

/// The blocks one after another.
__attribute__((target("avx2"), always_inline)) inline void store(const FourBlocks& blocks, std::uint32_t* words) {
  // Words 0 and 1, and 2 and 3, side by side in each lane; then the halves of lanes that belong to one block.
  const __m256i low = _mm256_blend_epi32(blocks.word[0], _mm256_slli_epi64(blocks.word[1], 32), 0xAA);
  const __m256i high = _mm256_blend_epi32(blocks.word[2], _mm256_slli_epi64(blocks.word[3], 32), 0xAA);
  const __m256i blocks02 = _mm256_unpacklo_epi64(low, high);
  const __m256i blocks13 = _mm256_unpackhi_epi64(low, high);
  auto* out = reinterpret_cast<__m256i*>(words);
  _mm256_storeu_si256(out, _mm256_permute2x128_si256(blocks02, blocks13, 0x20));
  _mm256_storeu_si256(out + 1, _mm256_permute2x128_si256(blocks02, blocks13, 0x31));
}

__attribute__((target("avx2"), always_inline)) inline __m256i in_all_lanes(std::uint32_t value) {
  return _mm256_set1_epi64x(static_cast<long long>(value));
}

/// As philox_blocks(), for a multiple of eight blocks.
__attribute__((target("avx2"))) void blocks_of_eight(PhiloxCounter counter, PhiloxKey key,
                                                     std::span<std::uint32_t> words) {
  for (std::size_t first = 0; first < words.size(); first += kBlocksAtOnce * kWords) {
    std::array<FourBlocks, 2> blocks;
    for (FourBlocks& four : blocks) {
      const __m256i number = _mm256_add_epi32(in_all_lanes(counter[0]), _mm256_set_epi64x(3, 2, 1, 0));
      four = {{number, in_all_lanes(counter[1]), in_all_lanes(counter[2]), in_all_lanes(counter[3])}};
      counter[0] += 4;
    }
    PhiloxKey round_key = key;
    for (int round = 0; round < kPhiloxRounds; ++round) {
      for (FourBlocks& four : blocks) {
        one_round(four, in_all_lanes(kPhiloxMultiplier[0]), in_all_lanes(kPhiloxMultiplier[1]),
                  in_all_lanes(round_key[0]), in_all_lanes(round_key[1]));
      }
      round_key[0] += kPhiloxWeyl[0];
      round_key[1] += kPhiloxWeyl[1];
    }
    store(blocks[0], words.data() + first);
    store(blocks[1], words.data() + first + 4 * kWords);
  }
}

std::size_t words_by_vectors(std::size_t words) {
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  return has_avx2 ? words - words % (kBlocksAtOnce * kWords) : 0;
}

#else

std::size_t words_by_vectors(std::size_t) {
  return 0;
}

void blocks_of_eight(PhiloxCounter, PhiloxKey, std::span<std::uint32_t>) {}

#endif

}  // namespace

void philox_blocks(PhiloxCounter counter, PhiloxKey key, std::span<std::uint32_t> words) {
  const std::size_t begin = words_by_vectors(words.size());
  blocks_of_eight(counter, key, words.first(begin));
  counter[0] += static_cast<std::uint32_t>(begin / kWords);
  for (std::size_t i = begin; i < words.size(); i += kWords) {
    const PhiloxCounter block = philox(counter, key);
    ++counter[0];
    std::copy(block.begin(), block.end(), words.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace cre
