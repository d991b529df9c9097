#include "sequence/equal_sequences.h"

#include <algorithm>

#include "core/first_equal.h"
#include "sequence/reverse_complement.h"

namespace cre {

namespace {

bool are_same(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b, bool both_strands) {
  return std::ranges::equal(a, b) ||
         (both_strands && std::equal(a.begin(), a.end(), b.rbegin(), b.rend(),
                                     [](std::uint8_t code, std::uint8_t other) { return code == complement(other); }));
}

}  // namespace

std::vector<std::uint32_t> first_equal_sequences(std::span<const std::uint8_t> codes, std::size_t length,
                                                 bool both_strands, std::span<const CanonicalDigest> digests,
                                                 unsigned threads) {
  const auto row = [&](std::size_t i) { return codes.subspan(i * length, length); };
  return first_equal(
      digests.size(), [&](std::size_t i) { return digests[i].high; },
      [&](std::size_t i, std::size_t j) { return digests[i] == digests[j] && are_same(row(i), row(j), both_strands); },
      threads);
}

std::vector<std::uint32_t> first_equal_sequences(std::span<const std::uint8_t> codes, std::size_t length,
                                                 bool both_strands, unsigned threads) {
  return first_equal_sequences(codes, length, both_strands, canonical_digests(codes, length, both_strands, threads),
                               threads);
}

}  // namespace cre
