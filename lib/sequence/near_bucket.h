#pragma once
// Internal to part_search.cpp: entries that are equal at some positions, and which of them are near each other.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sequence/base_planes.h"
#include "sequence/member_sets.h"

namespace cre {

/// What is compared with what.
struct NearEntries {
  const BasePlanes& planes;
  std::span<const std::uint32_t> row;  // (entries) of each entry
  std::size_t most_mismatches = 0;     // of entries that are near each other
  std::optional<std::uint32_t> left;   // the entries below this number are near to the others only, these to them
};

class NearBucket {
 public:
  /// `family` (rows): rows with equal numbers are connected already. Both must outlive this.
  NearBucket(const NearEntries& all, std::span<const std::uint32_t> family) : all_(all), family_(family) {}

  /// Adds to `found` what connects all entries that are near each other, directly or through others of them. The
  /// entries are equal at all positions but `positions`.
  void connect(std::span<const std::uint32_t> entries, const Positions& positions, std::vector<NearRows>& found);

 private:
  bool are_of_one_side(std::uint32_t a, std::uint32_t b) const {
    return all_.left && (entry_[a] < *all_.left) == (entry_[b] < *all_.left);
  }
  void connect_few(std::vector<NearRows>& found) const;
  bool connect_smaller_side(const Members& members);
  void connect_members(const Members& members, const Positions& positions);
  void compare_with_all(std::uint32_t member, const Members& members);
  void divide(const Members& members, const Positions& positions);

  const NearEntries& all_;
  std::span<const std::uint32_t> family_;
  std::vector<std::uint32_t> entry_;  // of each member
  std::optional<MemberSets> sets_;
};

}  // namespace cre
