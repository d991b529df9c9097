#pragma once
// How many words of k bases two sequences have in common, estimated from a few of them (Broder 1997): the sketch of a
// sequence is the smallest hashes of its words.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/union_find.h"

namespace cre {

struct MinHashPlan {
  std::size_t k = 15;        // bases of a word, odd, at most kLongestKmer
  std::size_t size = 64;     // hashes of a sketch, at least 1
  double threshold = 0.5;    // Jaccard index from which two rows are near, in (0, 1]
  bool both_strands = true;  // a word and its reverse complement are one
  unsigned threads = 1;
};

/// The sketches of N rows.
class MinHashSketches {
 public:
  /// `codes` (N, length) 0-4; words with N and of low complexity (kmers.h) do not count.
  MinHashSketches(std::span<const std::uint8_t> codes, std::size_t length, const MinHashPlan& plan);

  std::size_t rows() const { return count_.size(); }
  /// Ascending and different.
  std::span<const std::uint32_t> hashes(std::size_t row) const;
  /// Estimate of |A and B| / |A or B| of the words of two rows: the share of those that both have among the smallest
  /// hashes of either. 0 when one has no words.
  double jaccard(std::size_t a, std::size_t b) const;

 private:
  std::size_t size_;
  std::vector<std::uint32_t> hashes_;  // (N, size)
  std::vector<std::uint32_t> count_;   // (N) hashes of a row, fewer when it has fewer words
};

/// Merges rows whose estimated index reaches the threshold. All such pairs are found: those that reach it have one of
/// the rarest hashes of a sketch in common, so only rows that share one of these are compared. More than 2,048 rows
/// that share one are merged without: a word so common is among the rarest of a row only when a threshold's share of
/// its words is, and comparing thousands of distant variants of one parent with each other takes hours.
void merge_minhash_families(std::span<const std::uint8_t> codes, std::size_t length, const MinHashPlan& plan,
                            UnionFind& rows);

}  // namespace cre
