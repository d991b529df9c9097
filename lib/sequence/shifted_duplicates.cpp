#include "sequence/shifted_duplicates.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/parallel.h"
#include "sequence/overlap_seeds.h"
#include "sequence/part_search.h"
#include "sequence/shifted_bucket.h"

namespace cre {

namespace {

constexpr std::size_t kSeedShards = 256;
constexpr std::size_t kSeedShardsAtOnce = 32;              // what they connect spares comparisons to the others
constexpr std::size_t kMostSeeds = std::size_t{1} << 26U;  // about so many in memory, 16 bytes each
constexpr std::size_t kRowsOfBlock = 4096, kSampledRows = 1024;

class SeedShards {
 public:
  SeedShards(std::span<const std::uint8_t> codes, std::size_t length, std::span<const std::uint32_t> rows,
             const SeedPlan& plan, unsigned threads)
      : codes_(codes), length_(length), rows_(rows), plan_(plan), threads_(threads) {}

  /// Shards that fit the memory together, by a sample of rows.
  std::size_t at_once() const {
    SeedFinder finder(plan_);
    std::vector<Seed> seeds;
    const std::size_t sampled = std::min(kSampledRows, rows_.size());
    for (std::size_t i = 0; i < sampled; ++i) {
      add(finder, rows_[i * rows_.size() / sampled], seeds);
    }
    const std::size_t all = seeds.size() * (rows_.size() / sampled + 1);
    return std::clamp<std::size_t>(kSeedShards * kMostSeeds / std::max<std::size_t>(1, all), 1, kSeedShards);
  }

  /// The seeds of shards `begin` to `end`, each sorted.
  std::vector<std::vector<Seed>> read(std::size_t begin, std::size_t end) const {
    std::vector<std::vector<Seed>> shards(end - begin);
    std::vector<std::mutex> locks(end - begin);
    parallel_for((rows_.size() + kRowsOfBlock - 1) / kRowsOfBlock, threads_, [&](std::size_t block) {
      SeedFinder finder(plan_);
      std::vector<Seed> seeds;
      std::vector<std::vector<Seed>> mine(end - begin);
      for (std::size_t i = block * kRowsOfBlock; i < std::min(rows_.size(), (block + 1) * kRowsOfBlock); ++i) {
        seeds.clear();
        add(finder, rows_[i], seeds);
        for (const Seed& one : seeds) {
          const std::size_t shard = one.word % kSeedShards;
          if (shard >= begin && shard < end) {
            mine[shard - begin].push_back(one);
          }
        }
      }
      for (std::size_t s = 0; s < mine.size(); ++s) {
        const std::lock_guard lock(locks[s]);
        shards[s].insert(shards[s].end(), mine[s].begin(), mine[s].end());
      }
    });
    parallel_for(shards.size(), threads_, [&](std::size_t s) { std::sort(shards[s].begin(), shards[s].end()); });
    return shards;
  }

 private:
  void add(SeedFinder& finder, std::uint32_t row, std::vector<Seed>& seeds) const {
    finder.add(codes_.subspan(std::size_t{row} * length_, length_), row, seeds);
  }

  std::span<const std::uint8_t> codes_;
  std::size_t length_;
  std::span<const std::uint32_t> rows_;
  const SeedPlan& plan_;
  unsigned threads_;
};

/// Calls visit(seeds) for each word of a sorted shard.
template <class Visit>
void for_each_word(std::span<const Seed> shard, Visit visit) {
  for (std::size_t begin = 0, end = 0; begin < shard.size(); begin = end) {
    for (end = begin + 1; end < shard.size() && shard[end].word == shard[begin].word; ++end) {
    }
    visit(shard.subspan(begin, end - begin));
  }
}

void keep_one_of_each(std::vector<std::uint32_t>& entries) {
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
}

/// Compares rows that have seeds in common, and returns those that are too many.
std::vector<CrowdedSeeds> connect_by_seeds(const SeedShards& seeds, const BasePlanes& planes,
                                           const NearDuplicatePlan& plan, std::size_t most_shift,
                                           RowFamilies& families) {
  std::vector<CrowdedSeeds> crowded(kSeedShards);
  const std::size_t in_memory = seeds.at_once();
  for (std::size_t begin = 0; begin < kSeedShards; begin += in_memory) {
    std::vector<std::vector<Seed>> shards = seeds.read(begin, std::min(kSeedShards, begin + in_memory));
    for (std::size_t first = 0; first < shards.size(); first += kSeedShardsAtOnce) {
      std::vector<std::vector<NearRows>> found(std::min(kSeedShardsAtOnce, shards.size() - first));
      parallel_for(found.size(), plan.threads, [&](std::size_t s) {
        ShiftedBucket bucket(planes, families.numbers(), plan.most_mismatches, most_shift);
        for_each_word(shards[first + s],
                      [&](std::span<const Seed> one) { bucket.connect(one, found[s], crowded[begin + first + s]); });
        keep_one_of_each(crowded[begin + first + s].entries);
        shards[first + s] = {};
      });
      families.merge(found);
    }
  }
  return crowded;
}

/// All in one, each entry once.
CrowdedSeeds united(std::vector<CrowdedSeeds> all, std::size_t most_shift) {
  CrowdedSeeds out{.entries = {}, .shift = std::vector<bool>(most_shift + 1, false)};
  for (CrowdedSeeds& some : all) {
    out.entries.insert(out.entries.end(), some.entries.begin(), some.entries.end());
    for (std::size_t shift = 0; shift < some.shift.size(); ++shift) {
      out.shift[shift] = out.shift[shift] || some.shift[shift];
    }
    some = {};
  }
  keep_one_of_each(out.entries);
  return out;
}

void connect_at_shift(const BasePlanes& planes, std::span<const std::uint32_t> entries, std::size_t shift,
                      const NearDuplicatePlan& plan, RowFamilies& families) {
  const BasePlanes overlaps = planes.overlaps(entries, shift, plan.threads);
  std::vector<std::uint32_t> both(overlaps.entries()), row(overlaps.entries());
  std::iota(both.begin(), both.end(), 0U);
  std::transform(both.begin(), both.end(), row.begin(), [&](std::uint32_t entry) {
    return entries[entry % entries.size()] / static_cast<std::uint32_t>(planes.strands());
  });
  connect_by_parts({.planes = overlaps,
                    .row = row,
                    .most_mismatches = plan.most_mismatches,
                    .left = static_cast<std::uint32_t>(entries.size())},
                   both, plan.threads, families);
}

}  // namespace

void connect_shifted(std::span<const std::uint8_t> codes, const BasePlanes& planes, std::span<const std::uint32_t> rows,
                     const NearDuplicatePlan& plan, RowFamilies& families) {
  const std::size_t length = planes.length();
  if (rows.empty() || plan.max_shift == 0 || length <= plan.min_overlap) {
    return;
  }
  const std::size_t most_shift = std::min(plan.max_shift, length - plan.min_overlap);
  const std::size_t common_bases = (length - most_shift) / (plan.most_mismatches + 1);  // (m - d) / (d + 1), rounded up
  require(common_bases > 0, "an overlap is longer than the mismatches it may have");
  const SeedPlan seed_plan = SeedPlan::for_common_bases(common_bases, plan.both_strands);
  const SeedShards seeds(codes, length, rows, seed_plan, plan.threads);
  const CrowdedSeeds crowded = united(connect_by_seeds(seeds, planes, plan, most_shift, families), most_shift);
  for (std::size_t shift = 1; shift <= most_shift && !crowded.entries.empty(); ++shift) {
    if (crowded.shift[shift]) {
      connect_at_shift(planes, crowded.entries, shift, plan, families);
    }
  }
}

}  // namespace cre
