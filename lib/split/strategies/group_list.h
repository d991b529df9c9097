#pragma once
// The rows of every group, and the order in which groups are drawn.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "split/grouping/group_keys.h"
#include "split/split_config.h"
#include "storage/elements.h"

namespace cre {

class GroupList {
 public:
  /// `groups` (N): a number from 0 for every row, as from group_rows.
  explicit GroupList(const std::vector<std::int64_t>& groups);

  std::size_t size() const { return begin_.size() - 1; }
  /// In ascending order.
  std::span<const std::size_t> rows(std::size_t group) const;
  std::size_t row_count(std::size_t group) const { return begin_[group + 1] - begin_[group]; }

 private:
  std::vector<std::size_t> begin_;  // (groups + 1)
  std::vector<std::size_t> rows_;   // (N)
};

/// Elements with their groups, as strategies see them.
struct GroupedElements {
  GroupedElements(const Elements& of, const std::vector<std::int64_t>& groups, const SplitConfig& config,
                  unsigned threads);

  const Elements& elements;
  const std::vector<std::int64_t>& group;  // (N) as from group_rows
  GroupList list;
  std::vector<GroupKey> keys;  // (groups)
};

/// What an order is for: another one for each.
enum class GroupDraw : std::uint32_t { split = 0, validation = 1, training_subset = 2 };

/// All groups in an order that looks random: by a keyed hash (Philox) of each group's key, so that it does not depend
/// on which number a group has, and stays as it is for groups that were there before when others come or go.
std::vector<std::size_t> drawn_order(const std::vector<GroupKey>& keys, std::uint64_t seed, GroupDraw draw);

/// The same order with large groups first: small ones can still even out what large ones left uneven.
std::vector<std::size_t> large_first(std::vector<std::size_t> order, const GroupList& groups);

}  // namespace cre
