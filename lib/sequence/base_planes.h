#pragma once
// Rows of bases as bits, side by side, to count mismatches 64 at a time.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// Some of the L positions: bit p of word p / 64.
using Positions = std::vector<std::uint64_t>;

/// One strand of a row.
struct RowStrand {
  std::uint32_t row = 0;
  bool reverse = false;
};

/// N rows of L bases, as given and, when asked for, as reverse complements too. An entry is one strand of a row; made
/// of all rows, `entry / strands()` is the row and entries with remainder 0 are as given. N is a base of its own: it
/// equals N alone.
class BasePlanes {
 public:
  /// `codes` (N, length), 0-4; length at least 1, N * strands below 2^32.
  BasePlanes(std::span<const std::uint8_t> codes, std::size_t length, bool both_strands, unsigned threads);
  /// Entry i is `strands[i]`; strands() is 1.
  BasePlanes(std::span<const std::uint8_t> codes, std::size_t length, std::span<const RowStrand> strands,
             unsigned threads);

  /// Two of each of `entries`: first of each what is left without its first `shift` bases, then of each as many first
  /// bases. No entry is a reverse complement of another. `shift` is below the length, twice the entries below 2^32.
  BasePlanes overlaps(std::span<const std::uint32_t> entries, std::size_t shift, unsigned threads) const;

  std::size_t length() const { return length_; }
  std::size_t strands() const { return strands_; }
  std::size_t entries() const { return entries_; }

  Positions all_positions() const;
  /// Base of an entry, 0-4.
  std::uint8_t base(std::uint32_t entry, std::size_t position) const;
  /// A number that is equal for entries that are equal at these positions, and hardly for others.
  std::uint64_t key(std::uint32_t entry, const Positions& positions) const;
  /// Hamming distance.
  std::size_t distance(std::uint32_t a, std::uint32_t b) const;
  /// Hamming distance of what is left of `a` without its first `shift` bases, and as many first bases of `b`. `shift`
  /// is below the length.
  std::size_t shifted_distance(std::uint32_t a, std::uint32_t b, std::size_t shift) const;
  /// Hamming distances of `entry` to each of `others`.
  void distances(std::uint32_t entry, std::span<const std::uint32_t> others, std::span<std::uint32_t> out) const;

 private:
  BasePlanes() = default;

  template <class StrandOf>
  void write_all(std::span<const std::uint8_t> codes, unsigned threads, StrandOf strand_of);
  const std::uint64_t* of(std::uint32_t entry) const { return bits_.data() + std::size_t{entry} * planes_ * words_; }

  void write_without_first(std::uint32_t entry, std::size_t shift, std::size_t words, std::uint64_t* out) const;

  std::size_t length_ = 0, strands_ = 1, entries_ = 0, words_ = 0;
  std::size_t planes_ = 2;           // low bit, high bit, and, when some base is N, whether it is
  std::vector<std::uint64_t> bits_;  // (entries, planes, words)
};

}  // namespace cre
