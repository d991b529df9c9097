#pragma once
// Words of k bases and their other strand, for finding what sequences share.

#include <cstddef>
#include <cstdint>
#include <span>

#include "sequence/base_codes.h"

namespace cre {

/// One number for a word and its reverse complement. k <= 31 bases fit 62 bits; k is odd, so no word is its own reverse
/// complement.
struct Kmer {
  std::uint64_t key = 0;  // the smaller of both strands
  bool forward = true;    // is that the strand as given?
};

inline constexpr std::size_t kLongestKmer = 31;

/// SplitMix64's finalizer: words of DNA differ in few bits.
inline std::uint64_t mixed_bits(std::uint64_t key) {
  key = (key ^ key >> 30U) * 0xbf58476d1ce4e5b9ULL;
  key = (key ^ key >> 27U) * 0x94d049bb133111ebULL;
  return key ^ key >> 31U;
}

/// Calls visit(start, Kmer) for each word of `k` known bases, from 5' to 3'. `codes` 0-4; k odd, 1 to kLongestKmer.
template <class Visit>
void visit_kmers(std::span<const std::uint8_t> codes, std::size_t k, Visit visit) {
  const std::uint64_t mask = (std::uint64_t{1} << (2 * k)) - 1;
  const std::size_t top = 2 * (k - 1);
  std::uint64_t forward = 0, reverse = 0;
  std::size_t known = 0;
  for (std::size_t end = 0; end < codes.size(); ++end) {
    const std::uint64_t code = codes[end];
    if (code >= kBaseN) {
      known = 0;
      continue;
    }
    forward = (forward << 2U | code) & mask;
    reverse = reverse >> 2U | (3 - code) << top;
    if (++known >= k) {
      visit(end + 1 - k, forward < reverse ? Kmer{forward, true} : Kmer{reverse, false});
    }
  }
}

/// Few different words of three bases: runs of one base, repeats of two to four. What two sequences have in common
/// there says nothing about their origin. `key` of k bases.
bool is_low_complexity(std::uint64_t key, std::size_t k);

}  // namespace cre
