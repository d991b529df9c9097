#pragma once
// Which of many things are equal, without sorting them.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <span>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/parallel.h"

namespace cre {

/// A hash of bytes for tables in memory, several times faster than std::hash. Not to be stored: byte orders differ.
inline std::uint64_t quick_hash(std::string_view bytes) {
  constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15U;
  const auto mix = [](std::uint64_t lane, std::uint64_t word) {
    const std::uint64_t product = (lane ^ word) * kMultiplier;
    return product ^ product >> 32U;
  };
  std::uint64_t lanes[4] = {bytes.size(), 1, 2, 3};  // in turns, so that multiplications do not wait for each other
  while (bytes.size() >= sizeof(lanes)) {
    std::uint64_t words[4];
    std::memcpy(words, bytes.data(), sizeof(words));
    for (std::size_t i = 0; i < 4; ++i) {
      lanes[i] = mix(lanes[i], words[i]);
    }
    bytes.remove_prefix(sizeof(words));
  }
  std::uint64_t words[4] = {};
  std::memcpy(words, bytes.data(), bytes.size());
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    hash = mix(std::rotl(hash, 23), mix(lanes[i], words[i]));
  }
  return hash;
}

namespace detail {
/// The things of one part of all hashes, ascending, into a table that stays in the cache.
template <class Equal>
void find_first_equal(std::span<const std::uint32_t> things, const std::vector<std::uint32_t>& hashes, Equal& equal,
                      std::vector<std::uint32_t>& slots, std::vector<std::uint32_t>& first) {
  constexpr std::uint32_t kFree = 0xFFFFFFFFU;
  slots.assign(std::bit_ceil(2 * things.size() + 1), kFree);  // at most half of them are taken
  for (const std::uint32_t thing : things) {
    std::size_t at = hashes[thing] & (slots.size() - 1);
    while (slots[at] != kFree && !(hashes[slots[at]] == hashes[thing] && equal(slots[at], thing))) {
      at = (at + 1) & (slots.size() - 1);
    }
    if (slots[at] == kFree) {
      slots[at] = thing;
    }
    first[thing] = slots[at];
  }
}
}  // namespace detail

/// For each of `count` things the first that is equal to it, perhaps itself. hash(i) is a std::uint64_t, the same for
/// equal things; equal(i, j) compares two; both are called on several threads. Fewer than 2^32 - 1 things.
template <class Hash, class Equal>
std::vector<std::uint32_t> first_equal(std::size_t count, Hash hash, Equal equal, unsigned threads = 1) {
  constexpr std::size_t kAtOnce = 4096;
  constexpr std::size_t kMostOfPart = 16384;  // about so many things
  require(count < 0xFFFFFFFFU, "places of things fit 32 bits");
  std::vector<std::uint32_t> hashes(count);
  parallel_for((count + kAtOnce - 1) / kAtOnce, threads, [&](std::size_t chunk) {
    for (std::size_t i = chunk * kAtOnce; i < std::min(count, (chunk + 1) * kAtOnce); ++i) {
      hashes[i] = static_cast<std::uint32_t>(hash(i) >> 32U);
    }
  });
  // Parts by the highest bits, slots by the lowest ones.
  const auto part_bits = static_cast<unsigned>(std::bit_width(count / kMostOfPart));
  const std::size_t parts = std::size_t{1} << part_bits;
  const auto part_of = [&](std::size_t i) {
    return static_cast<std::size_t>(std::uint64_t{hashes[i]} << part_bits >> 32U);
  };
  std::vector<std::size_t> start(parts + 1, 0);
  for (std::size_t i = 0; i < count; ++i) {
    ++start[part_of(i) + 1];
  }
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<std::uint32_t> things(count);
  std::vector<std::size_t> next(start.begin(), start.end() - 1);
  for (std::size_t i = 0; i < count; ++i) {
    things[next[part_of(i)]++] = static_cast<std::uint32_t>(i);
  }
  std::vector<std::uint32_t> first(count);
  parallel_for(parts, threads, [&](std::size_t part) {
    std::vector<std::uint32_t> slots;
    const std::span<const std::uint32_t> all(things);
    detail::find_first_equal(all.subspan(start[part], start[part + 1] - start[part]), hashes, equal, slots, first);
  });
  return first;
}

}  // namespace cre
