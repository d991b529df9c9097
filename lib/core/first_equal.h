#pragma once
// Which of many things are equal, without sorting them.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/error.h"

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
inline constexpr std::uint32_t kFreeSlot = 0xFFFFFFFFU;
struct HashSlot {
  std::uint32_t hash = 0;
  std::uint32_t thing = kFreeSlot;
};
}  // namespace detail

/// For each of `count` things the first that is equal to it, perhaps itself. hash(i) is a std::uint64_t, the same for
/// equal things; equal(i, j) compares two. Fewer than 2^32 - 1 things.
template <class Hash, class Equal>
std::vector<std::uint32_t> first_equal(std::size_t count, Hash hash, Equal equal) {
  using detail::kFreeSlot;
  require(count < kFreeSlot, "places of things fit 32 bits");
  std::vector<detail::HashSlot> slots(std::bit_ceil(2 * count + 1));  // at most half of them are taken
  std::vector<std::uint32_t> first(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t code = hash(i);
    const auto check = static_cast<std::uint32_t>(code >> 32U);
    std::size_t at = code & (slots.size() - 1);
    while (slots[at].thing != kFreeSlot && !(slots[at].hash == check && equal(slots[at].thing, i))) {
      at = (at + 1) & (slots.size() - 1);
    }
    if (slots[at].thing == kFreeSlot) {
      slots[at] = {check, static_cast<std::uint32_t>(i)};
    }
    first[i] = slots[at].thing;
  }
  return first;
}

}  // namespace cre
