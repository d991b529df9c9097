#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
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
constexpr std::size_t kSketchesAtOnce = 4096;
// Rows with one hash in common of which all pairs may be compared.
constexpr std::size_t kMostCompared = 2048;

/// Calls work(begin, end) for blocks of rows.
template <class Work>
void for_blocks(std::size_t rows, unsigned threads, Work work) {
  parallel_for((rows + kSketchesAtOnce - 1) / kSketchesAtOnce, threads, [&](std::size_t block) {
    work(block * kSketchesAtOnce, std::min(rows, (block + 1) * kSketchesAtOnce));
  });
}

/// How often hashes are in sketches; hashes with equal lower bits are counted as one, which changes the order of hashes
/// by rarity, and not what is found.
class HashCounts {
 public:
  HashCounts(const MinHashSketches& sketches, unsigned threads) : counts_(std::size_t{1} << kCounterBits) {
    for_blocks(sketches.rows(), threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) {
        for (const std::uint32_t hash : sketches.hashes(row)) {
          std::atomic_ref(counts_[hash % counts_.size()]).fetch_add(1, std::memory_order_relaxed);
        }
      }
    });
  }
  /// Rare ones first; a hash itself is the lower half.
  std::uint64_t rarity(std::uint32_t hash) const { return std::uint64_t{counts_[hash % counts_.size()]} << 32U | hash; }

 private:
  std::vector<std::uint32_t> counts_;
};

struct RareHash {
  std::uint32_t hash, row;

  bool operator<(const RareHash& other) const { return std::pair(hash, row) < std::pair(other.hash, other.row); }
};

/// Two sketches of n and m hashes that reach the threshold t share at least t * n of the n. So at least one of them is
/// among the n - ceil(t * n) + 1 rarest, of either (prefix filtering: Chaudhuri et al. 2006).
std::vector<std::vector<RareHash>> rare_hashes(const MinHashSketches& sketches, const MinHashPlan& plan) {
  const HashCounts counts(sketches, plan.threads);
  std::vector<std::vector<RareHash>> shards(kShards);
  std::vector<std::mutex> locks(kShards);
  for_blocks(sketches.rows(), plan.threads, [&](std::size_t begin, std::size_t end) {
    std::vector<std::vector<RareHash>> mine(kShards);
    std::vector<std::uint64_t> by_rarity;
    for (std::size_t row = begin; row < end; ++row) {
      by_rarity.clear();
      for (const std::uint32_t hash : sketches.hashes(row)) {
        by_rarity.push_back(counts.rarity(hash));
      }
      const auto all = static_cast<double>(by_rarity.size());
      const auto shared = static_cast<std::size_t>(std::ceil(plan.threshold * all - 1e-9));
      const std::size_t rare = by_rarity.empty() ? 0 : by_rarity.size() - shared + 1;
      std::sort(by_rarity.begin(), by_rarity.end());
      for (std::size_t i = 0; i < rare; ++i) {
        const auto hash = static_cast<std::uint32_t>(by_rarity[i]);
        mine[hash >> (32U - kShardBits)].push_back({hash, static_cast<std::uint32_t>(row)});
      }
    }
    for (std::size_t s = 0; s < kShards; ++s) {
      const std::lock_guard lock(locks[s]);
      shards[s].insert(shards[s].end(), mine[s].begin(), mine[s].end());
    }
  });
  return shards;
}

/// Connects what is near among rows that share a rare hash; all of them when there are too many to compare.
void connect_rows(const MinHashSketches& sketches, double threshold, MemberSets& sets, const Members& members) {
  const auto near = [&](std::uint32_t a, std::uint32_t b) {
    return sketches.jaccard(sets.row(a), sets.row(b)) >= threshold;
  };
  if (members.size() > kMostCompared) {
    for (const std::uint32_t member : members) {
      sets.merge(members.front(), member);
    }
    return;
  }
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
        if (!compared[other] && !sets.are_connected(member, other) && near(member, other)) {
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
  std::vector<std::vector<RareHash>> shards = rare_hashes(sketches, plan);
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
