#include "sequence/part_search.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/parallel.h"
#include "sequence/base_planes.h"
#include "sequence/position_parts.h"

namespace cre {

namespace {

constexpr std::size_t kPartShardBits = 8;
constexpr std::size_t kPartShards = std::size_t{1} << kPartShardBits;
constexpr std::size_t kEntriesAtOnce = std::size_t{1} << 16U;

struct Keyed {
  std::uint64_t key;
  std::uint32_t entry;

  bool operator<(const Keyed& other) const { return std::pair(key, entry) < std::pair(other.key, other.entry); }
};

/// The entries with their keys, by the upper bits of these.
std::vector<std::vector<Keyed>> sharded(const BasePlanes& planes, std::span<const std::uint32_t> entries,
                                        const Positions& part, unsigned threads) {
  std::vector<Keyed> keyed(entries.size());
  parallel_for((entries.size() + kEntriesAtOnce - 1) / kEntriesAtOnce, threads, [&](std::size_t block) {
    const std::size_t end = std::min(entries.size(), (block + 1) * kEntriesAtOnce);
    for (std::size_t i = block * kEntriesAtOnce; i < end; ++i) {
      keyed[i] = {planes.key(entries[i], part), entries[i]};
    }
  });
  std::vector<std::vector<Keyed>> shards(kPartShards);
  for (std::vector<Keyed>& shard : shards) {
    shard.reserve(entries.size() / kPartShards + entries.size() / kPartShards / 8 + 16);
  }
  for (const Keyed& one : keyed) {
    shards[one.key >> (64U - kPartShardBits)].push_back(one);
  }
  return shards;
}

}  // namespace

void connect_by_parts(const NearEntries& all, std::span<const std::uint32_t> entries, unsigned threads,
                      RowFamilies& families) {
  const Positions every = all.planes.all_positions();
  for (const Positions& part : position_parts(all.planes, entries, every, all.most_mismatches + 1)) {
    const Positions rest = without(every, part);
    std::vector<std::vector<Keyed>> shards = sharded(all.planes, entries, part, threads);
    std::vector<std::vector<NearRows>> found(kPartShards);
    parallel_for(kPartShards, threads, [&](std::size_t s) {
      std::vector<Keyed>& shard = shards[s];
      std::sort(shard.begin(), shard.end());
      NearBucket bucket(all, families.numbers());
      for_each_equal(
          shard, [](const Keyed& one) { return one.key; }, [](const Keyed& one) { return one.entry; },
          [&](const Members& equal) { bucket.connect(equal, rest, found[s]); });
      shard = {};
    });
    families.merge(found);
  }
}

}  // namespace cre
