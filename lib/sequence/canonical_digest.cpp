#include "sequence/canonical_digest.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/parallel.h"
#include "sequence/kmers.h"
#include "sequence/reverse_complement.h"

namespace cre {

namespace {

static_assert(std::endian::native == std::endian::little, "codes are read eight at a time");

constexpr std::size_t kCodesAtOnce = 8;
constexpr std::size_t kDigestsAtOnce = 4096;
constexpr std::uint64_t kInEachByte = 0x0101010101010101U;  // in each byte
// Binary digits of the roots of 2 and 3 (states), 5 and 7 (multipliers, odd).
constexpr std::uint64_t kLaneStart[2] = {0x6A09E667F3BCC908U, 0xBB67AE8584CAA73BU};
constexpr std::uint64_t kLaneMultiplier[2] = {0x3C6EF372FE94F82BU, 0xA54FF53A5F1D36F1U};

/// The other strand of eight codes.
std::uint64_t turned(std::uint64_t codes) {
  const std::uint64_t unknown = codes >> 2U & kInEachByte;  // N, code 4, stays
  return __builtin_bswap64(codes ^ (3 * kInEachByte - 3 * unknown));
}

/// Codes `place` to `place` + 7 of a strand in the bytes of a word, the first lowest; 0 behind the end.
template <bool kOtherStrand>
std::uint64_t codes_at(std::span<const std::uint8_t> codes, std::size_t place) {
  const std::size_t count = std::min(kCodesAtOnce, codes.size() - place);
  std::uint64_t word = 0;
  if constexpr (kOtherStrand) {
    std::memcpy(reinterpret_cast<std::uint8_t*>(&word) + kCodesAtOnce - count, &codes[codes.size() - place - count],
                count);
    return turned(word) & ~std::uint64_t{0} >> (kCodesAtOnce - count) * 8;
  } else {
    std::memcpy(&word, &codes[place], count);
    return word;
  }
}

std::uint64_t multiplied(std::uint64_t state, std::uint64_t multiplier) {
  const unsigned __int128 product = static_cast<unsigned __int128>(state) * multiplier;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

template <bool kOtherStrand>
CanonicalDigest digest_of(std::span<const std::uint8_t> codes) {
  std::uint64_t lanes[2] = {kLaneStart[0] ^ codes.size(), kLaneStart[1] ^ codes.size()};
  for (std::size_t place = 0; place < codes.size(); place += 2 * kCodesAtOnce) {
    std::uint64_t word = codes_at<kOtherStrand>(codes, place);
    if (place + kCodesAtOnce < codes.size()) {
      word |= codes_at<kOtherStrand>(codes, place + kCodesAtOnce) << 4U;
    }
    for (std::size_t lane = 0; lane < 2; ++lane) {
      lanes[lane] = multiplied(lanes[lane] ^ word, kLaneMultiplier[lane]);
    }
  }
  return {mixed_bits(lanes[0]), mixed_bits(lanes[1])};
}

bool other_strand_is_smaller(std::span<const std::uint8_t> codes) {
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::uint8_t there = complement(codes[codes.size() - 1 - i]);
    if (codes[i] != there) {
      return there < codes[i];
    }
  }
  return false;
}

}  // namespace

CanonicalDigest canonical_digest(std::span<const std::uint8_t> codes, bool both_strands) {
  return both_strands && other_strand_is_smaller(codes) ? digest_of<true>(codes) : digest_of<false>(codes);
}

std::vector<CanonicalDigest> canonical_digests(std::span<const std::uint8_t> codes, std::size_t length,
                                               bool both_strands, unsigned threads) {
  const std::size_t rows = codes.size() / length;
  std::vector<CanonicalDigest> digests(rows);
  parallel_for((rows + kDigestsAtOnce - 1) / kDigestsAtOnce, threads, [&](std::size_t chunk) {
    const std::size_t end = std::min(rows, (chunk + 1) * kDigestsAtOnce);
    for (std::size_t row = chunk * kDigestsAtOnce; row < end; ++row) {
      digests[row] = canonical_digest(codes.subspan(row * length, length), both_strands);
    }
  });
  return digests;
}

}  // namespace cre
