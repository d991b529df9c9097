#include "sequence/near_bucket.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "sequence/position_parts.h"

namespace cre {

namespace {

constexpr std::size_t kVeryFew = 8;  // entries that need no bookkeeping
constexpr std::size_t kFew = 64;     // members that are compared pair by pair
constexpr std::size_t kPivots = 32;  // members that are compared with all before the rest is divided

}  // namespace

void NearBucket::connect(std::span<const std::uint32_t> entries, const Positions& positions,
                         std::vector<NearRows>& found) {
  entry_.assign(entries.begin(), entries.end());
  const auto is_left = [&](std::uint32_t entry) { return entry < *all_.left; };
  if (all_.left && (std::ranges::all_of(entries, is_left) || std::ranges::none_of(entries, is_left))) {
    return;
  }
  if (entries.size() <= kVeryFew) {
    connect_few(found);
    return;
  }
  std::vector<std::uint32_t> rows;
  std::transform(entries.begin(), entries.end(), std::back_inserter(rows),
                 [&](std::uint32_t entry) { return all_.row[entry]; });
  sets_.emplace(rows, family_, found);
  Members all(entries.size());
  std::iota(all.begin(), all.end(), 0U);
  connect_members(all, positions);
}

void NearBucket::connect_few(std::vector<NearRows>& found) const {
  for (std::uint32_t a = 0; a < entry_.size(); ++a) {
    for (std::uint32_t b = a + 1; b < entry_.size(); ++b) {
      const auto a_row = all_.row[entry_[a]], b_row = all_.row[entry_[b]];
      if (!are_of_one_side(a, b) && family_[a_row] != family_[b_row] &&
          all_.planes.distance(entry_[a], entry_[b]) <= all_.most_mismatches) {
        found.emplace_back(a_row, b_row);
      }
    }
  }
}

void NearBucket::compare_with_all(std::uint32_t member, const Members& members) {
  Members others, entries;
  for (const std::uint32_t other : members) {
    if (!are_of_one_side(member, other) && !sets_->are_connected(member, other)) {
      others.push_back(other);
      entries.push_back(entry_[other]);
    }
  }
  std::vector<std::uint32_t> distances(entries.size());
  all_.planes.distances(entry_[member], entries, distances);
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (distances[i] <= all_.most_mismatches) {
      sets_->merge(member, others[i]);
    }
  }
}

/// True when nothing is left to do: one side has few members, or none.
bool NearBucket::connect_smaller_side(const Members& members) {
  Members first, second;
  std::partition_copy(members.begin(), members.end(), std::back_inserter(first), std::back_inserter(second),
                      [&](std::uint32_t member) { return entry_[member] < *all_.left; });
  const Members& smaller = first.size() < second.size() ? first : second;
  if (smaller.size() > kFew) {
    return false;
  }
  for (const std::uint32_t member : smaller) {
    compare_with_all(member, members);
  }
  return true;
}

void NearBucket::connect_members(const Members& members, const Positions& positions) {
  if (all_.left && connect_smaller_side(members)) {
    return;
  }
  Members outside = sets_->outside_largest(members);
  if (outside.size() > kFew) {
    for (std::size_t i = 0; i < kPivots; ++i) {
      compare_with_all(outside[i * outside.size() / kPivots], members);
    }
    outside = sets_->outside_largest(members);
  }
  if (outside.size() <= kFew) {
    for (const std::uint32_t member : outside) {
      compare_with_all(member, members);
    }
    return;
  }
  divide(members, positions);
}

void NearBucket::divide(const Members& members, const Positions& positions) {
  if (position_count(positions) <= all_.most_mismatches) {
    for (const std::uint32_t member : members) {
      sets_->merge(members.front(), member);
    }
    return;
  }
  Members entries;
  std::transform(members.begin(), members.end(), std::back_inserter(entries),
                 [&](std::uint32_t member) { return entry_[member]; });
  for (const Positions& part : position_parts(all_.planes, entries, positions, all_.most_mismatches + 1)) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
    for (const std::uint32_t member : members) {
      keys.emplace_back(all_.planes.key(entry_[member], part), member);
    }
    std::sort(keys.begin(), keys.end());
    const Positions rest = without(positions, part);
    for_each_equal(
        keys, [](const auto& one) { return one.first; }, [](const auto& one) { return one.second; },
        [&](const Members& equal) { connect_members(equal, rest); });
  }
}

}  // namespace cre
