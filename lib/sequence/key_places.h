#pragma once
// Internal to searches of many rows among many others: where rows have the keys that are asked for.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/parallel.h"

namespace cre {

/// Keys that will be asked for: says no for most others. Keys are hashes, their bits well mixed.
class KeyFilter {
 public:
  /// For about `keys` of them.
  explicit KeyFilter(std::size_t keys);

  void add(std::uint64_t key) { bits_[place(key) / 64] |= std::uint64_t{1} << (place(key) % 64); }
  /// Brings what may_have() will look at into the cache: worth it for many keys before the first is asked.
  void prefetch(std::uint64_t key) const { __builtin_prefetch(&bits_[place(key) / 64]); }
  bool may_have(std::uint64_t key) const { return (bits_[place(key) / 64] >> (place(key) % 64) & 1U) != 0; }

 private:
  std::size_t place(std::uint64_t key) const { return key & (64 * bits_.size() - 1); }

  std::vector<std::uint64_t> bits_;  // a power of two
};

struct KeyedPlace {
  std::uint64_t key;
  std::uint32_t row;    // number of the row in its set
  std::uint32_t place;  // whatever says where in the row
};

class KeyPlaces {
 public:
  static constexpr std::size_t kShards = 256;

  /// Calls keys_of(row, emit) for each of `rows` rows, on several threads; emit(key, place) adds one.
  template <class KeysOf>
  KeyPlaces(std::size_t rows, unsigned threads, KeysOf keys_of) {
    const std::size_t at_once = std::clamp(rows / (std::size_t{threads} * 8), kFewestAtOnce, kMostAtOnce);
    std::vector<Blocks> blocks((rows + at_once - 1) / at_once);
    parallel_for(blocks.size(), threads, [&](std::size_t block) {
      blocks[block].resize(kShards);
      const std::size_t end = std::min(rows, (block + 1) * at_once);
      for (std::size_t row = block * at_once; row < end; ++row) {
        keys_of(row, [&](std::uint64_t key, std::uint32_t place) {
          blocks[block][key >> 56U].push_back({key, static_cast<std::uint32_t>(row), place});
        });
      }
    });
    sort(blocks, threads);
  }

  /// As KeyFilter::prefetch, for at().
  void prefetch(std::uint64_t key) const { shards_[key >> 56U].keys.prefetch(key); }
  /// By row and, within one, in the order in which they were told.
  std::span<const KeyedPlace> at(std::uint64_t key) const;
  /// All places of the keys with these upper 8 bits, equal keys together.
  std::span<const KeyedPlace> shard(std::size_t number) const { return shards_[number].places; }

 private:
  static constexpr std::size_t kFewestAtOnce = 256, kMostAtOnce = 16384;
  using Blocks = std::vector<std::vector<KeyedPlace>>;  // (kShards)

  /// The places of a shard, and where in them the keys begin whose next bits are a number.
  struct Shard {
    std::vector<KeyedPlace> places;
    std::vector<std::uint32_t> begin;  // (2^bits + 1)
    KeyFilter keys{0};                 // most keys that are asked for are nowhere
    unsigned bits = 0;

    std::size_t slot(std::uint64_t key) const { return bits == 0 ? 0 : key << 8U >> (64U - bits); }
  };

  void sort(std::vector<Blocks>& blocks, unsigned threads);

  std::vector<Shard> shards_;
};

}  // namespace cre
