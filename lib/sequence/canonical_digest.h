#pragma once
// A short name of a sequence, on whichever strand it is written, that is the same wherever and whenever it is computed:
// on any machine, by any number of threads, in whatever order the rows come.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// 128 bits. Two lanes take the codes, sixteen a word (nibble 2i the i-th of the first eight, nibble 2i + 1 of the next
/// eight), and multiply each into their state, 64 bits by 64 with both halves of the product kept together; the length
/// is where they start. Sequences that differ have equal digests by chance alone (one of 2^128 for a pair), not against
/// an adversary: who relies on digests compares the sequences as well, or takes sequence_digest.h.
struct CanonicalDigest {
  std::uint64_t high = 0, low = 0;

  auto operator<=>(const CanonicalDigest&) const = default;
};

/// Of the sequence as given, or, with `both_strands`, of the smaller one of it and its reverse complement (compared
/// code by code). (L) codes 0-4.
CanonicalDigest canonical_digest(std::span<const std::uint8_t> codes, bool both_strands);

/// Of every row. `codes` (N, length), length at least 1. Returns (N).
std::vector<CanonicalDigest> canonical_digests(std::span<const std::uint8_t> codes, std::size_t length,
                                               bool both_strands, unsigned threads);

}  // namespace cre
