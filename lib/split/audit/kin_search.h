#pragma once
// Kin: rows of test (or validation) that share half of their bases with a training row. Shifted tiles, copies that
// differ in a barcode and variants of a few bases are seen; a mismatch every 20 bases leaves no word of 31 bases in
// common and is not.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "split/split_config.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// A sampled row and the training row that shares most with it.
struct KinPair {
  std::size_t row = 0;
  std::size_t training_row = 0;
  std::int64_t overlap = 0;  // bases that both have in words of k bases, all at one offset; common parts do not count
  std::int64_t offset = 0;   // base i of the row (of its reverse complement when `reverse`) is base i + offset there
  bool reverse = false;      // on the other strand
};

struct KinOfSplit {
  std::size_t sampled = 0;         // rows that were looked at
  std::vector<KinPair> related;    // those with kin in training, in row order
  std::optional<KinPair> example;  // of `related`, the one with the largest overlap

  double share() const;
};

struct KinSearch {
  std::size_t k = 0;      // bases of a word
  std::size_t least = 0;  // bases from which an overlap is kin, for a row without N or common parts
  KinOfSplit val, test;
};

/// Looks at up to 2,000 rows of each, drawn by `config.seed`, and for each at every training row, until one shares at
/// least half of its known bases (and more than chance would). Exact: shared words of k bases (31; shorter for short
/// inserts), on both strands when `config.both_strands`. Words of low complexity do not count, nor words that more than
/// a fifth of all rows have (a constant promoter), unless these are half of the row.
KinSearch search_kin(const Elements& elements, const std::vector<Split>& splits, const SplitConfig& config,
                     unsigned threads);

/// The part of split_report.json.
nlohmann::json kin_report(const KinSearch& kin, const Elements& elements, const SplitConfig& config);

/// A sentence with numbers and an example when more than `config.kin_share` of a sample has kin; else empty.
std::string kin_warning(const KinSearch& kin, const Elements& elements, const SplitConfig& config);

}  // namespace cre
