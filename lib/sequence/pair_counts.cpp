#include "sequence/pair_counts.h"

#include <span>
#include <vector>

#include "sequence/base_codes.h"

namespace cre {
namespace {

constexpr std::size_t kBasesOfByte = 4;
constexpr std::size_t kWindows = 1024;  // of five bases: the four of a byte and the next

using WindowCounts = std::array<std::int64_t, kWindows>;

/// Counts the windows of a packed row; returns how many bases they begin with, all but the last few.
std::size_t count_windows(std::span<const std::uint8_t> bytes, std::size_t bases, std::array<WindowCounts, 2>& counts) {
  const std::size_t windows = bases == 0 ? 0 : (bases - 1) / kBasesOfByte;
  for (std::size_t i = 0; i < windows; ++i) {
    // In turns, since a counter cannot be raised twice in a row at full speed.
    ++counts[i % 2][(bytes[i] | static_cast<std::size_t>(bytes[i + 1]) << 8U) % kWindows];
  }
  return windows * kBasesOfByte;
}

void add_codes(std::span<const std::uint8_t> codes, PairCounts& out) {
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (codes[i] >= kBaseN) {
      continue;
    }
    ++out.bases[codes[i]];
    if (i > 0 && codes[i - 1] < kBaseN) {
      ++out.pairs[4 * std::size_t{codes[i - 1]} + codes[i]];
    }
  }
}

}  // namespace

PairCounts count_pairs(const PackedSequences& sequences) {
  PairCounts out;
  std::array<WindowCounts, 2> counts{};
  std::vector<std::uint8_t> codes;
  for (std::size_t row = 0; row < sequences.size(); ++row) {
    const std::size_t bases = sequences.length(row);
    if (!sequences.is_packed(row)) {
      codes.resize(bases);
      sequences.codes(row, codes);
      add_codes(codes, out);
      continue;
    }
    const std::span<const std::uint8_t> bytes = sequences.packed_bytes(row);
    codes.clear();
    for (std::size_t i = count_windows(bytes, bases, counts); i < bases; ++i) {
      codes.push_back(static_cast<std::uint8_t>(bytes[i / kBasesOfByte] >> 2 * (i % kBasesOfByte) & 3U));
    }
    add_codes(codes, out);
  }
  for (std::size_t window = 0; window < kWindows; ++window) {
    const std::int64_t count = counts[0][window] + counts[1][window];
    for (std::size_t i = 0; i < kBasesOfByte; ++i) {
      const std::size_t first = window >> 2 * i & 3U, second = window >> 2 * (i + 1) & 3U;
      out.bases[first] += count;
      out.pairs[4 * first + second] += count;
    }
  }
  return out;
}

}  // namespace cre
