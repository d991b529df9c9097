#pragma once
// Words of k bases told by fewer, shorter ones (minimizers: Roberts et al. 2004): of the short words within a word the
// one with the smallest hash. Equal words have equal minimizers, at the same places.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "sequence/kmers.h"

namespace cre {

/// Words of k bases and the length of the short ones: both odd, and at most kMostShort of these in a word.
struct MinimizerPlan {
  static constexpr std::size_t kShort = 17, kMostShort = 15;

  explicit MinimizerPlan(std::size_t word) : k(word), s(word < kShort + 2 ? word : kShort) {}
  std::size_t in_word() const { return k - s + 1; }

  std::size_t k, s;
};

/// A short word, and the words of k bases (by their first base) that it is the minimizer of: `count` from `word` on.
struct Minimizer {
  std::uint64_t key;  // a hash that no other short word has
  std::size_t start;  // first base
  bool forward;       // is the key of the strand as given?
  std::size_t word;   // at most `start`
  std::size_t count;  // 0: as small as the minimizer of some word, which stands elsewhere in it
};

/// Calls visit(Minimizer) from 5' to 3'; each word of known bases is in one of them. Where short words of one hash are
/// in a word, the first is its minimizer and the others are told without words: on the other strand they are the first.
/// Unless `both_strands`, keys of the strands differ.
template <class Visit>
void visit_minimizers(std::span<const std::uint8_t> codes, const MinimizerPlan& plan, bool both_strands, Visit visit) {
  struct Short {
    std::uint64_t key;
    std::size_t start;
    bool forward;
  };
  constexpr std::size_t kRing = 16;
  static_assert(MinimizerPlan::kMostShort <= kRing);
  std::array<Short, kRing> ring;  // candidates for the words to come: ascending by start and by key
  std::size_t begin = 0, end = 0, run_start = 0, next = 0, told = 0;
  Minimizer open{0, 0, false, 0, 0};
  const auto close = [&] {
    if (open.count > 0) {
      visit(open);
      open.count = 0;
    }
  };
  visit_kmers(codes, plan.s, [&](std::size_t start, Kmer kmer) {
    if (start != next) {  // behind unknown bases
      close();
      begin = end;
      run_start = start;
    }
    next = start + 1;
    const std::uint64_t key = mixed_bits(kmer.key << 1U | (both_strands || kmer.forward ? 1U : 0U));
    while (end != begin && ring[(end - 1) % kRing].key > key) {
      --end;
    }
    ring[end % kRing] = {key, start, kmer.forward};
    ++end;
    if (next - run_start < plan.in_word()) {
      return;
    }
    const std::size_t word = next - plan.in_word();
    while (ring[begin % kRing].start < word) {
      ++begin;
    }
    const Short& least = ring[begin % kRing];
    if (open.count == 0 || open.start != least.start) {
      close();
      open = {least.key, least.start, least.forward, word, 0};
    }
    ++open.count;
    for (std::size_t i = begin + 1; i != end && ring[i % kRing].key == least.key; ++i) {
      const Short& other = ring[i % kRing];
      if (other.start >= told) {
        told = other.start + 1;
        visit(Minimizer{other.key, other.start, other.forward, other.start, 0});
      }
    }
  });
  close();
}

}  // namespace cre
