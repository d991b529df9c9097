#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "core/parallel.h"
#include "sequence/member_sets.h"
#include "sequence/minhash.h"

namespace cre {

namespace {

constexpr std::size_t kShardBits = 8;
constexpr std::size_t kShards = std::size_t{1} << kShardBits;
constexpr std::size_t kCounterBits = 24;

/// How often hashes are in sketches; hashes with equal lower bits are counted as one, which changes the order of hashes
/// by rarity, and not what is found.
class HashCounts {
 public:
  explicit HashCounts(const MinHashSketches& sketches) : counts_(std::size_t{1} << kCounterBits) {
    for (std::size_t row = 0; row < sketches.rows(); ++row) {
      for (const std::uint32_t hash : sketches.hashes(row)) {
        ++counts_[hash % counts_.size()];
      }
    }
  }
  std::pair<std::uint32_t, std::uint32_t> rarity(std::uint32_t hash) const {
    return {counts_[hash % counts_.size()], hash};
  }

 private:
  std::vector<std::uint32_t> counts_;
};

struct RareHash {
  std::uint32_t hash, row;

  bool operator<(const RareHash& other) const { return std::pair(hash, row) < std::pair(other.hash, other.row); }
};

/// Two sketches of n and m hashes that reach the threshold t share at least t * n of the n. So at least one of them is
/// among the n - ceil(t * n) + 1 rarest, of either (prefix filtering: Chaudhuri et al. 2006).
std::vector<std::vector<RareHash>> rare_hashes(const MinHashSketches& sketches, double threshold) {
  const HashCounts counts(sketches);
  std::vector<std::vector<RareHash>> shards(kShards);
  std::vector<std::uint32_t> hashes;
  for (std::size_t row = 0; row < sketches.rows(); ++row) {
    const std::span<const std::uint32_t> all = sketches.hashes(row);
    hashes.assign(all.begin(), all.end());
    const auto shared = static_cast<std::size_t>(std::ceil(threshold * static_cast<double>(hashes.size()) - 1e-9));
    const auto end = hashes.begin() + static_cast<std::ptrdiff_t>(hashes.empty() ? 0 : hashes.size() - shared + 1);
    std::partial_sort(hashes.begin(), end, hashes.end(),
                      [&](std::uint32_t a, std::uint32_t b) { return counts.rarity(a) < counts.rarity(b); });
    for (auto hash = hashes.begin(); hash != end; ++hash) {
      shards[*hash >> (32U - kShardBits)].push_back({*hash, static_cast<std::uint32_t>(row)});
    }
  }
  return shards;
}

/// Connects what is near among rows that share a rare hash.
void connect_rows(const MinHashSketches& sketches, double threshold, MemberSets& sets, const Members& members) {
  const auto near = [&](std::uint32_t a, std::uint32_t b) {
    return sketches.jaccard(sets.row(a), sets.row(b)) >= threshold;
  };
  // Of rows that are connected already none needs to be compared with another.
  constexpr std::size_t kAtOnce = 32;
  std::vector<bool> compared(members.size(), false);
  for (bool goes_on = true; goes_on;) {
    goes_on = false;
    std::size_t number = 0;
    for (const std::uint32_t member : sets.outside_largest(members)) {
      if (compared[member]) {
        continue;
      }
      compared[member] = true;
      goes_on = true;
      for (const std::uint32_t other : members) {
        if (!sets.are_connected(member, other) && near(member, other)) {
          sets.merge(member, other);
        }
      }
      if (++number == kAtOnce) {
        break;
      }
    }
  }
}

}  // namespace

void merge_minhash_families(std::span<const std::uint8_t> codes, std::size_t length, const MinHashPlan& plan,
                            UnionFind& rows) {
  const MinHashSketches sketches(codes, length, plan);
  std::vector<std::vector<RareHash>> shards = rare_hashes(sketches, plan.threshold);
  RowFamilies families(rows, sketches.rows());
  // A few shards at a time: what they connect spares comparisons to the others.
  constexpr std::size_t kShardsAtOnce = 16;
  for (std::size_t begin = 0; begin < kShards; begin += kShardsAtOnce) {
    std::vector<std::vector<NearRows>> found(kShardsAtOnce);
    parallel_for(kShardsAtOnce, plan.threads, [&](std::size_t s) {
      std::vector<RareHash>& shard = shards[begin + s];
      std::sort(shard.begin(), shard.end());
      const auto connect = [&](const Members& of_hash) {
        MemberSets sets(of_hash, families.numbers(), found[s]);
        Members members(of_hash.size());
        std::iota(members.begin(), members.end(), 0U);
        connect_rows(sketches, plan.threshold, sets, members);
      };
      for_each_equal(
          shard, [](const RareHash& one) { return one.hash; }, [](const RareHash& one) { return one.row; }, connect);
      shard = {};
    });
    families.merge(found);
  }
}

}  // namespace cre
