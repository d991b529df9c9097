#pragma once
// Internal to overlap_search.cpp: sets of positions of a row as bits, position p in bit p % 64 of word p / 64.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace cre {

/// Leaves the positions from which on `length` (1 to 63) positions are set.
inline void keep_starts_of_runs(std::span<std::uint64_t> bits, std::size_t length) {
  for (std::size_t have = 1; have < length;) {
    const std::size_t by = std::min(have, length - have);
    for (std::size_t w = 0; w < bits.size(); ++w) {
      bits[w] &= bits[w] >> by | (w + 1 < bits.size() ? bits[w + 1] << (64 - by) : 0);
    }
    have += by;
  }
}

/// Adds to each position the length - 1 behind it; length 1 to 63.
inline void extend_each(std::span<std::uint64_t> bits, std::size_t length) {
  for (std::size_t have = 1; have < length;) {
    const std::size_t by = std::min(have, length - have);
    for (std::size_t w = bits.size(); w-- > 0;) {
      bits[w] |= bits[w] << by | (w > 0 ? bits[w - 1] >> (64 - by) : 0);
    }
    have += by;
  }
}

inline void set_bit(std::span<std::uint64_t> bits, std::size_t position) {
  bits[position / 64] |= std::uint64_t{1} << (position % 64);
}

inline bool has_bit(std::span<const std::uint64_t> bits, std::size_t position) {
  return (bits[position / 64] >> (position % 64) & 1U) != 0;
}

/// Positions that both have.
inline std::size_t count_common(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  std::size_t sum = 0;
  for (std::size_t w = 0; w < a.size(); ++w) {
    sum += static_cast<std::size_t>(std::popcount(a[w] & b[w]));
  }
  return sum;
}

}  // namespace cre
