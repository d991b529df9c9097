#include "sequence/near_duplicates.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "core/parallel.h"
#include "sequence/base_planes.h"
#include "sequence/near_bucket.h"
#include "sequence/position_parts.h"

namespace cre {

namespace {

constexpr std::size_t kShardBits = 8;
constexpr std::size_t kShards = std::size_t{1} << kShardBits;
constexpr std::size_t kEntriesAtOnce = std::size_t{1} << 16U;

struct Keyed {
  std::uint64_t key;
  std::uint32_t entry;

  bool operator<(const Keyed& other) const { return std::pair(key, entry) < std::pair(other.key, other.entry); }
};

class Search {
 public:
  Search(const BasePlanes& planes, const NearDuplicatePlan& plan, UnionFind& rows)
      : planes_(planes), plan_(plan), rows_(rows), families_(rows, planes.entries() / planes.strands()) {}

  /// Equal rows first: those that follow look at one row of each.
  void run() {
    std::vector<std::uint32_t> entries(planes_.entries());
    std::iota(entries.begin(), entries.end(), 0U);
    const Positions all = planes_.all_positions();
    connect(entries, all, Positions(all.size(), 0), 0);
    if (plan_.most_mismatches == 0) {
      return;
    }
    const auto strands = static_cast<std::uint32_t>(planes_.strands());
    std::erase_if(entries,
                  [&](std::uint32_t entry) { return families_.numbers()[entry / strands] != entry / strands; });
    if (planes_.length() <= plan_.most_mismatches) {
      for (const std::uint32_t entry : entries) {
        rows_.merge(entries.front() / strands, entry / strands);
      }
      return;
    }
    for (const Positions& part : position_parts(planes_, entries, all, plan_.most_mismatches + 1)) {
      connect(entries, part, without(all, part), plan_.most_mismatches);
    }
  }

 private:
  /// Connects near ones among the entries that are equal in a part; `rest`: where they may differ.
  void connect(const std::vector<std::uint32_t>& entries, const Positions& part, const Positions& rest,
               std::size_t most_mismatches) {
    std::vector<std::vector<Keyed>> shards = sharded(entries, part);
    std::vector<std::vector<NearRows>> found(kShards);
    parallel_for(kShards, plan_.threads, [&](std::size_t s) {
      std::vector<Keyed>& shard = shards[s];
      std::sort(shard.begin(), shard.end());
      NearBucket bucket(planes_, families_.numbers(), most_mismatches);
      for_each_equal(
          shard, [](const Keyed& one) { return one.key; }, [](const Keyed& one) { return one.entry; },
          [&](const Members& equal) { bucket.connect(equal, rest, found[s]); });
      shard = {};
    });
    families_.merge(found);
  }

  /// The entries with their keys, by the upper bits of these.
  std::vector<std::vector<Keyed>> sharded(const std::vector<std::uint32_t>& entries, const Positions& part) const {
    std::vector<Keyed> keyed(entries.size());
    parallel_for((entries.size() + kEntriesAtOnce - 1) / kEntriesAtOnce, plan_.threads, [&](std::size_t block) {
      const std::size_t end = std::min(entries.size(), (block + 1) * kEntriesAtOnce);
      for (std::size_t i = block * kEntriesAtOnce; i < end; ++i) {
        keyed[i] = {planes_.key(entries[i], part), entries[i]};
      }
    });
    std::vector<std::vector<Keyed>> shards(kShards);
    for (std::vector<Keyed>& shard : shards) {
      shard.reserve(entries.size() / kShards + entries.size() / kShards / 8 + 16);
    }
    for (const Keyed& one : keyed) {
      shards[one.key >> (64U - kShardBits)].push_back(one);
    }
    return shards;
  }

  const BasePlanes& planes_;
  const NearDuplicatePlan& plan_;
  UnionFind& rows_;
  RowFamilies families_;
};

}  // namespace

void merge_near_duplicates(std::span<const std::uint8_t> codes, std::size_t length, const NearDuplicatePlan& plan,
                           UnionFind& rows) {
  const BasePlanes planes(codes, length, plan.both_strands, plan.threads);
  Search(planes, plan, rows).run();
}

}  // namespace cre
