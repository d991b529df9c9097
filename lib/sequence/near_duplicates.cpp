#include "sequence/near_duplicates.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/parallel.h"
#include "sequence/base_planes.h"
#include "sequence/equal_sequences.h"
#include "sequence/near_bucket.h"
#include "sequence/position_parts.h"
#include "sequence/shifted_duplicates.h"

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
  Search(std::span<const std::uint8_t> codes, const BasePlanes& planes, const NearDuplicatePlan& plan, UnionFind& rows)
      : codes_(codes), planes_(planes), plan_(plan), families_(rows, planes.entries() / planes.strands()) {}

  /// `rows`: one of each sequence.
  void run(const std::vector<std::uint32_t>& rows) {
    if (planes_.length() <= plan_.most_mismatches) {
      families_.merge({all_with_first(rows)});
    } else if (plan_.most_mismatches > 0) {
      const std::vector<std::uint32_t> entries = strands_of(rows);
      const Positions all = planes_.all_positions();
      for (const Positions& part : position_parts(planes_, entries, all, plan_.most_mismatches + 1)) {
        connect(entries, part, without(all, part));
      }
    }
    connect_shifted(codes_, planes_, rows, plan_, families_);
  }

 private:
  static std::vector<NearRows> all_with_first(const std::vector<std::uint32_t>& rows) {
    std::vector<NearRows> out;
    for (const std::uint32_t row : rows) {
      out.emplace_back(rows.front(), row);
    }
    return out;
  }

  std::vector<std::uint32_t> strands_of(const std::vector<std::uint32_t>& rows) const {
    const auto strands = static_cast<std::uint32_t>(planes_.strands());
    std::vector<std::uint32_t> out;
    out.reserve(rows.size() * strands);
    for (const std::uint32_t row : rows) {
      for (std::uint32_t strand = 0; strand < strands; ++strand) {
        out.push_back(row * strands + strand);
      }
    }
    return out;
  }

  /// Connects near ones among the entries that are equal in a part; `rest`: where they may differ.
  void connect(const std::vector<std::uint32_t>& entries, const Positions& part, const Positions& rest) {
    std::vector<std::vector<Keyed>> shards = sharded(entries, part);
    std::vector<std::vector<NearRows>> found(kShards);
    parallel_for(kShards, plan_.threads, [&](std::size_t s) {
      std::vector<Keyed>& shard = shards[s];
      std::sort(shard.begin(), shard.end());
      NearBucket bucket(planes_, families_.numbers(), plan_.most_mismatches);
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

  std::span<const std::uint8_t> codes_;
  const BasePlanes& planes_;
  const NearDuplicatePlan& plan_;
  RowFamilies families_;
};

}  // namespace

void merge_near_duplicates(std::span<const std::uint8_t> codes, std::size_t length, const NearDuplicatePlan& plan,
                           UnionFind& rows) {
  const std::vector<std::uint32_t> first = first_equal_sequences(codes, length, plan.both_strands, plan.threads);
  std::vector<std::uint32_t> different;
  for (std::uint32_t row = 0; row < first.size(); ++row) {
    if (first[row] == row) {
      different.push_back(row);
    } else {
      rows.merge(first[row], row);
    }
  }
  const BasePlanes planes(codes, length, plan.both_strands, plan.threads);
  Search(codes, planes, plan, rows).run(different);
}

}  // namespace cre
