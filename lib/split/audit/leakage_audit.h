#pragma once
// The leakage audit of a split, however it was made: what rows have in common with those of the split that they should
// be strangers to.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "split/split_config.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"
#include "storage/train_neighbour.h"

namespace cre {

/// Shares of a row's words from which it is counted.
inline constexpr std::array<double, 2> kWordShares = {0.1, 0.5};

/// A row with kin, and what they have in common.
struct KinPair {
  std::size_t row = 0, other = 0;
  std::int64_t overlap = 0;  // bases, all at one offset; common parts do not count
  std::int64_t offset = 0;   // base i of the row (of its reverse complement when `reverse`) is base i + offset there
  bool reverse = false;      // on the other strand
};

/// Rows of one split beside those of another.
struct PairAudit {
  Split split = Split::test, other = Split::train;
  std::size_t rows = 0;
  std::array<std::size_t, 7> nearest{};                 // rows by the TrainNeighbour of each, none first
  std::size_t kin = 0;                                  // rows with an overlap of half of their bases
  std::size_t similar = 0;                              // rows with an estimated Jaccard index of .5 or more
  std::array<std::size_t, kWordShares.size()> words{};  // rows with more than such a share of their words there
  std::optional<std::size_t> places;  // rows whose place overlaps one; nothing where places are unknown
  std::optional<KinPair> example;     // the kin with the largest overlap

  /// Rows that resemble one there in any way that is looked for in sequences.
  std::size_t related() const { return rows - nearest[0]; }
  double kin_share() const { return rows == 0 ? 0.0 : static_cast<double>(kin) / static_cast<double>(rows); }
};

/// Rows that grouping otherwise would have put into a group with training rows.
struct Regrouped {
  std::size_t val = 0, test = 0;
};

struct LeakageAudit {
  std::size_t word = 0;             // bases of a word
  std::size_t least_overlap = 0;    // bases that make kin, of a row without unknown bases or common parts
  std::size_t most_mismatches = 0;  // up to which rows are looked for: 5, fewer where so many are met by chance
  PairAudit test_train, val_train, test_val;
  Regrouped near_duplicate, minhash;        // as split.max_mismatches and split.minhash say
  std::vector<TrainNeighbour> neighbour;    // (N) not_asked for training rows
  std::vector<std::int64_t> neighbour_row;  // (N) that training row, -1 where there is none
};

/// Looks at all validation and test rows. Exact, but for the Jaccard index, which is estimated as group_by minhash
/// does. `config` as resolved.
LeakageAudit audit_leakage(const Elements& elements, const std::vector<Split>& splits, const SplitConfig& config,
                           unsigned threads);

}  // namespace cre
