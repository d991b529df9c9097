#pragma once
// Internal to near_duplicates.cpp: entries that are equal at some positions, and which of them are near each other.

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/union_find.h"
#include "sequence/base_planes.h"

namespace cre {

/// Two rows that are near each other.
using NearRows = std::pair<std::uint32_t, std::uint32_t>;

class NearBucket {
 public:
  /// `family` (rows): rows with equal numbers are connected already. Both must outlive this.
  NearBucket(const BasePlanes& planes, std::span<const std::uint32_t> family, std::size_t most_mismatches)
      : planes_(planes), family_(family), most_(most_mismatches) {}

  /// Adds to `found` what connects all entries that are near each other, directly or through others of them. The
  /// entries are equal at all positions but `positions`.
  void connect(std::span<const std::uint32_t> entries, const Positions& positions, std::vector<NearRows>& found);

 private:
  using Members = std::vector<std::uint32_t>;  // numbers of entries in the bucket

  void connect_few(std::span<const std::uint32_t> entries);
  void start(std::span<const std::uint32_t> entries);
  void connect_members(const Members& members, const Positions& positions);
  void compare_with_all(std::uint32_t member, const Members& members);
  /// Members outside of the largest connected set among them.
  Members outside_largest(const Members& members);
  void divide(const Members& members, const Positions& positions);
  void merge(std::uint32_t a, std::uint32_t b);
  std::uint32_t row(std::uint32_t member) const {
    return entry_[member] / static_cast<std::uint32_t>(planes_.strands());
  }

  const BasePlanes& planes_;
  std::span<const std::uint32_t> family_;
  std::size_t most_;
  std::vector<std::uint32_t> entry_;  // of each member
  UnionFind sets_{0};
  std::vector<NearRows>* found_ = nullptr;
};

}  // namespace cre
