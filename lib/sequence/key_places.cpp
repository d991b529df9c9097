#include "sequence/key_places.h"

#include <bit>

#include "core/error.h"

namespace cre {

namespace {

constexpr std::size_t kBitsPerKey = 8;
constexpr std::size_t kFewestBits = 64;

bool has_smaller_key(const KeyedPlace& a, const KeyedPlace& b) {
  return a.key < b.key;
}

}  // namespace

KeyFilter::KeyFilter(std::size_t keys) : bits_(std::bit_ceil(std::max(kFewestBits, keys * kBitsPerKey)) / 64, 0) {}

void KeyPlaces::sort(std::vector<Blocks>& blocks, unsigned threads) {
  shards_.resize(kShards);
  parallel_for(kShards, threads, [&](std::size_t s) {
    Shard& shard = shards_[s];
    std::size_t count = 0;
    for (const Blocks& block : blocks) {
      count += block[s].size();
    }
    require(count < UINT32_MAX, "a 32-bit number names a place of a shard");
    shard.bits = count < 2 ? 0 : static_cast<unsigned>(std::bit_width(count)) - 1;
    shard.begin.assign((std::size_t{1} << shard.bits) + 1, 0);
    for (const Blocks& block : blocks) {
      for (const KeyedPlace& one : block[s]) {
        ++shard.begin[shard.slot(one.key) + 1];
      }
    }
    for (std::size_t slot = 1; slot < shard.begin.size(); ++slot) {
      shard.begin[slot] += shard.begin[slot - 1];
    }
    shard.places.resize(count);
    shard.keys = KeyFilter(count);
    std::vector<std::uint32_t> next(shard.begin.begin(), shard.begin.end() - 1);
    for (Blocks& block : blocks) {
      for (const KeyedPlace& one : block[s]) {
        shard.keys.add(one.key);
        shard.places[next[shard.slot(one.key)]++] = one;
      }
      block[s] = {};
    }
    for (std::size_t slot = 0; slot + 1 < shard.begin.size(); ++slot) {
      const auto first = shard.places.begin() + shard.begin[slot], last = shard.places.begin() + shard.begin[slot + 1];
      if (!std::is_sorted(first, last, has_smaller_key)) {
        std::stable_sort(first, last, has_smaller_key);
      }
    }
  });
}

std::span<const KeyedPlace> KeyPlaces::at(std::uint64_t key) const {
  const Shard& shard = shards_[key >> 56U];
  if (!shard.keys.may_have(key)) {
    return {};
  }
  const std::size_t slot = shard.slot(key);
  const auto [first, last] =
      std::equal_range(shard.places.begin() + shard.begin[slot], shard.places.begin() + shard.begin[slot + 1],
                       KeyedPlace{key, 0, 0}, has_smaller_key);
  return {first, last};
}

}  // namespace cre
