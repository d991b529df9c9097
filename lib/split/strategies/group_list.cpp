#include "split/strategies/group_list.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "core/random.h"

namespace cre {

GroupList::GroupList(const std::vector<std::int64_t>& groups) : begin_(1, 0), rows_(groups.size()) {
  for (const std::int64_t group : groups) {
    const auto end = static_cast<std::size_t>(group) + 2;
    begin_.resize(std::max(begin_.size(), end), 0);
    ++begin_[end - 1];
  }
  for (std::size_t i = 1; i < begin_.size(); ++i) {
    begin_[i] += begin_[i - 1];
  }
  std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
  for (std::size_t row = 0; row < groups.size(); ++row) {
    rows_[next[static_cast<std::size_t>(groups[row])]++] = row;
  }
}

std::span<const std::size_t> GroupList::rows(std::size_t group) const {
  return std::span(rows_).subspan(begin_[group], row_count(group));
}

GroupedElements::GroupedElements(const Elements& of, const std::vector<std::int64_t>& groups, const SplitConfig& config,
                                 unsigned threads)
    : elements(of), group(groups), list(groups), keys(group_keys(of, groups, config, threads)) {}

std::vector<std::size_t> drawn_order(const std::vector<GroupKey>& keys, std::uint64_t seed, GroupDraw draw) {
  struct Drawn {
    std::uint64_t high, low;
    std::size_t group;
  };
  // The purpose is in the key: a counter has no room left beside 128 bits.
  const std::uint64_t mixed = seed ^ (std::uint64_t{static_cast<std::uint32_t>(draw)} << 61U) ^
                              (std::uint64_t{static_cast<std::uint32_t>(RandomPurpose::split)} << 54U);
  const PhiloxKey key = {static_cast<std::uint32_t>(mixed), static_cast<std::uint32_t>(mixed >> 32U)};
  std::vector<Drawn> drawn;
  drawn.reserve(keys.size());
  for (std::size_t group = 0; group < keys.size(); ++group) {
    const auto [a, b] = keys[group];
    const PhiloxCounter hash = philox({static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(a >> 32U),
                                       static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(b >> 32U)},
                                      key);
    drawn.push_back({hash[0] | std::uint64_t{hash[1]} << 32U, hash[2] | std::uint64_t{hash[3]} << 32U, group});
  }
  std::sort(drawn.begin(), drawn.end(), [](const Drawn& a, const Drawn& b) {
    return std::tie(a.high, a.low, a.group) < std::tie(b.high, b.low, b.group);
  });
  std::vector<std::size_t> order;
  order.reserve(keys.size());
  for (const Drawn& one : drawn) {
    order.push_back(one.group);
  }
  return order;
}

std::vector<std::size_t> large_first(std::vector<std::size_t> order, const GroupList& groups) {
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return groups.row_count(a) > groups.row_count(b); });
  return order;
}

}  // namespace cre
