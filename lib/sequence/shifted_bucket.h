#pragma once
// Internal to shifted_duplicates.cpp: entries that have a word in common, each at some place, and which of them
// overlap.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sequence/base_planes.h"
#include "sequence/member_sets.h"
#include "sequence/overlap_seeds.h"

namespace cre {

/// Entries too many of which are unconnected to be compared one by one.
struct CrowdedSeeds {
  std::vector<std::uint32_t> entries;
  std::vector<bool> shift;  // (most_shift + 1) those that put the same words of two of them one above the other
};

class ShiftedBucket {
 public:
  /// `family` (rows): rows with equal numbers are connected already. Both must outlive this.
  ShiftedBucket(const BasePlanes& planes, std::span<const std::uint32_t> family, std::size_t most_mismatches,
                std::size_t most_shift)
      : planes_(planes), family_(family), most_(most_mismatches), most_shift_(most_shift) {}

  /// Adds to `found` what connects all entries that have few mismatches where they overlap with their words one above
  /// the other, shifted by 1 to most_shift, directly or through others of them; or, where these are too many, the
  /// entries to `crowded`. `seeds`: of one word, by place.
  void connect(std::span<const Seed> seeds, std::vector<NearRows>& found, CrowdedSeeds& crowded);

 private:
  std::uint32_t row(const Seed& seed) const { return seed.entry / static_cast<std::uint32_t>(planes_.strands()); }
  bool may_overlap(const Seed& a, const Seed& b) const;
  bool overlap(const Seed& a, const Seed& b) const;
  void connect_few(std::vector<NearRows>& found) const;
  void compare_with_all(std::uint32_t member);
  void add_to(CrowdedSeeds& crowded) const;

  const BasePlanes& planes_;
  std::span<const std::uint32_t> family_;
  std::size_t most_, most_shift_;
  std::span<const Seed> seeds_;  // of each member
  std::optional<MemberSets> sets_;
};

}  // namespace cre
