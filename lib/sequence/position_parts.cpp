#include "sequence/position_parts.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "core/error.h"

namespace cre {

namespace {

constexpr std::size_t kMostSampled = 2048;
constexpr double kLeastWeight = 1e-6;  // of a position where no base differs

/// Bits of entropy.
double entropy(const std::array<std::size_t, 5>& counts, std::size_t total) {
  double sum = 0.0;
  for (const std::size_t count : counts) {
    const double share = static_cast<double>(count) / static_cast<double>(total);
    sum -= share > 0.0 ? share * std::log2(share) : 0.0;
  }
  return sum;
}

double weight_of(const BasePlanes& planes, std::span<const std::uint32_t> entries, std::size_t position) {
  std::array<std::size_t, 5> counts{};
  const std::size_t sampled = std::min(kMostSampled, entries.size());
  for (std::size_t i = 0; i < sampled; ++i) {
    ++counts.at(planes.base(entries[i * entries.size() / sampled], position));
  }
  return kLeastWeight + entropy(counts, sampled);
}

}  // namespace

std::vector<Positions> position_parts(const BasePlanes& planes, std::span<const std::uint32_t> entries,
                                      const Positions& positions, std::size_t parts) {
  std::vector<std::size_t> places;
  std::vector<double> weights;
  for (std::size_t p = 0; p < planes.length(); ++p) {
    if ((positions[p / 64] >> (p % 64) & 1U) != 0) {
      places.push_back(p);
      weights.push_back(weight_of(planes, entries, p));
    }
  }
  require(places.size() >= parts, "every part has a position");
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<Positions> out(parts, Positions(positions.size(), 0));
  std::size_t part = 0, in_part = 0;
  double sum = 0.0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool is_full = sum + weights[i] / 2 > total * static_cast<double>(part + 1) / static_cast<double>(parts);
    const bool must_end = places.size() - i < parts - part;  // the others need a position each
    if (in_part > 0 && part + 1 < parts && (is_full || must_end)) {
      ++part;
      in_part = 0;
    }
    out[part][places[i] / 64] |= std::uint64_t{1} << (places[i] % 64);
    sum += weights[i];
    ++in_part;
  }
  return out;
}

std::size_t position_count(const Positions& positions) {
  std::size_t count = 0;
  for (const std::uint64_t word : positions) {
    count += static_cast<std::size_t>(std::popcount(word));
  }
  return count;
}

Positions without(const Positions& positions, const Positions& part) {
  Positions out = positions;
  for (std::size_t w = 0; w < out.size(); ++w) {
    out[w] &= ~part[w];
  }
  return out;
}

}  // namespace cre
