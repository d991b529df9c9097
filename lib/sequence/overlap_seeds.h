#pragma once
// Internal to shifted_duplicates.cpp: the words by which rows that overlap find each other.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// A word of a row, where its first base stands on the strand that begins the word.
struct Seed {
  std::uint64_t word = 0;   // equal for equal words, and hardly for others
  std::uint32_t place = 0;  // base of the entry
  std::uint32_t entry = 0;  // strand of a row, as in BasePlanes

  auto operator<=>(const Seed&) const = default;
};

/// Which words of k bases are seeds: of each `words` neighbours the least in an order of chance, all of them where
/// several are equal (minimizers: Roberts et al. 2004). Rows that have words + k - 1 bases in common, at any place and
/// on either strand, so have a seed in common there.
struct SeedPlan {
  std::size_t k = 15;
  std::size_t words = 1;
  bool both_strands = true;

  /// For rows that have so many bases in common, at least 1.
  static SeedPlan for_common_bases(std::size_t bases, bool both_strands);
};

/// Finds the seeds of one row after the other.
class SeedFinder {
 public:
  explicit SeedFinder(const SeedPlan& plan) : plan_(plan) {}

  /// Adds the seeds of a row. `codes` (L) 0-4, L at least k + words - 1; N is a letter like the others.
  void add(std::span<const std::uint8_t> codes, std::uint32_t row, std::vector<Seed>& seeds);

 private:
  /// What may become a seed: on one strand, or on both where the word is its own reverse complement.
  struct Candidate {
    std::uint64_t word = 0;
    std::size_t start = 0;
    bool forward = true, reverse = false;
  };

  void add_candidate(const Candidate& one, std::size_t length, std::uint32_t row, std::vector<Seed>& seeds) const;

  SeedPlan plan_;
  std::vector<Candidate> ascending_;  // of the last words those that may be the least of a window to come
};

}  // namespace cre
