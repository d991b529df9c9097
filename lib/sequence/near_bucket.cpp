#include "sequence/near_bucket.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "sequence/position_parts.h"

namespace cre {

namespace {

constexpr std::size_t kVeryFew = 8;  // entries that need no bookkeeping
constexpr std::size_t kFew = 64;     // members that are compared pair by pair
constexpr std::size_t kPivots = 32;  // members that are compared with all before the rest is divided

}  // namespace

void NearBucket::connect(std::span<const std::uint32_t> entries, const Positions& positions,
                         std::vector<NearRows>& found) {
  found_ = &found;
  if (entries.size() <= kVeryFew) {
    connect_few(entries);
    return;
  }
  start(entries);
  Members all(entries.size());
  std::iota(all.begin(), all.end(), 0U);
  connect_members(all, positions);
}

void NearBucket::connect_few(std::span<const std::uint32_t> entries) {
  entry_.assign(entries.begin(), entries.end());
  for (std::uint32_t a = 0; a < entry_.size(); ++a) {
    for (std::uint32_t b = a + 1; b < entry_.size(); ++b) {
      if (family_[row(a)] != family_[row(b)] && planes_.distance(entry_[a], entry_[b]) <= most_) {
        found_->emplace_back(row(a), row(b));
      }
    }
  }
}

void NearBucket::start(std::span<const std::uint32_t> entries) {
  entry_.assign(entries.begin(), entries.end());
  sets_ = UnionFind(entries.size());
  std::unordered_map<std::uint32_t, std::uint32_t> first;
  for (std::uint32_t member = 0; member < entry_.size(); ++member) {
    const auto [known, is_new] = first.emplace(family_[row(member)], member);
    if (!is_new) {
      sets_.merge(known->second, member);
    }
  }
}

void NearBucket::merge(std::uint32_t a, std::uint32_t b) {
  if (sets_.find(a) != sets_.find(b)) {
    sets_.merge(a, b);
    found_->emplace_back(row(a), row(b));
  }
}

void NearBucket::compare_with_all(std::uint32_t member, const Members& members) {
  Members others, entries;
  const std::size_t set = sets_.find(member);
  for (const std::uint32_t other : members) {
    if (sets_.find(other) != set) {
      others.push_back(other);
      entries.push_back(entry_[other]);
    }
  }
  std::vector<std::uint32_t> distances(entries.size());
  planes_.distances(entry_[member], entries, distances);
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (distances[i] <= most_) {
      merge(member, others[i]);
    }
  }
}

NearBucket::Members NearBucket::outside_largest(const Members& members) {
  std::unordered_map<std::size_t, std::size_t> size;
  std::size_t largest = 0, most = 0;
  for (const std::uint32_t member : members) {
    const std::size_t set = sets_.find(member);
    const std::size_t now = ++size[set];
    if (now > most) {
      most = now;
      largest = set;
    }
  }
  Members outside;
  std::copy_if(members.begin(), members.end(), std::back_inserter(outside),
               [&](std::uint32_t member) { return sets_.find(member) != largest; });
  return outside;
}

void NearBucket::connect_members(const Members& members, const Positions& positions) {
  Members outside = outside_largest(members);
  if (outside.size() > kFew) {
    for (std::size_t i = 0; i < kPivots; ++i) {
      compare_with_all(outside[i * outside.size() / kPivots], members);
    }
    outside = outside_largest(members);
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
  if (position_count(positions) <= most_) {
    for (const std::uint32_t member : members) {
      merge(members.front(), member);
    }
    return;
  }
  Members entries;
  std::transform(members.begin(), members.end(), std::back_inserter(entries),
                 [&](std::uint32_t member) { return entry_[member]; });
  for (const Positions& part : position_parts(planes_, entries, positions, most_ + 1)) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
    for (const std::uint32_t member : members) {
      keys.emplace_back(planes_.key(entry_[member], part), member);
    }
    std::sort(keys.begin(), keys.end());
    const Positions rest = without(positions, part);
    for (std::size_t begin = 0, end = 0; begin < keys.size(); begin = end) {
      Members equal;
      for (end = begin; end < keys.size() && keys[end].first == keys[begin].first; ++end) {
        equal.push_back(keys[end].second);
      }
      if (equal.size() > 1) {
        connect_members(equal, rest);
      }
    }
  }
}

}  // namespace cre
