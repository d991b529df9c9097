#pragma once
// Internal to near_duplicates.cpp and shifted_duplicates.cpp: entries that are equal at some positions, and which of
// them are near each other.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sequence/base_planes.h"
#include "sequence/member_sets.h"

namespace cre {

class NearBucket {
 public:
  /// `family` (all rows): rows with equal numbers are connected already. Both must outlive this.
  NearBucket(const BasePlanes& planes, std::span<const std::uint32_t> family, std::size_t most_mismatches)
      : planes_(planes), family_(family), most_(most_mismatches) {}

  /// Adds to `found` what connects all entries that are near each other, directly or through others of them. The
  /// entries are equal at all positions but `positions`.
  void connect(std::span<const std::uint32_t> entries, const Positions& positions, std::vector<NearRows>& found);

  /// The same of all entries (none is a reverse complement), entry i of row `rows[i]`, but the first `left` entries are
  /// near to the other ones alone, and these to the first.
  void connect_sides(std::span<const std::uint32_t> rows, std::size_t left, std::vector<NearRows>& found);

 private:
  std::uint32_t row(std::uint32_t entry) const { return entry / static_cast<std::uint32_t>(planes_.strands()); }
  void connect_few(std::vector<NearRows>& found) const;
  bool are_of_one_side(std::uint32_t a, std::uint32_t b) const { return left_ && (a < *left_) == (b < *left_); }
  bool connect_smaller_side(const Members& members);
  void connect_members(const Members& members, const Positions& positions);
  void compare_with_all(std::uint32_t member, const Members& members);
  void divide(const Members& members, const Positions& positions);

  const BasePlanes& planes_;
  std::span<const std::uint32_t> family_;
  std::size_t most_;
  std::vector<std::uint32_t> entry_;  // of each member
  std::optional<std::size_t> left_;   // members of the first side, where there are sides
  std::optional<MemberSets> sets_;
};

}  // namespace cre
