#pragma once
// How often each value is there: percentiles, ranks and histograms of many values without sorting them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/packed_numbers.h"

namespace cre {

/// Of n values the different ones, ascending (-0 before 0), and how often each is there.
class ValueCounts {
 public:
  ValueCounts() = default;
  /// `values`: free of NaN, in any order.
  explicit ValueCounts(std::vector<double> values);
  /// Of the finite numbers among `first`, `first` + `step`, ...: in a table one column of several. Decimals are counted
  /// by their digits where these are close together.
  ValueCounts(const PackedNumbers& numbers, std::size_t first, std::size_t step);
  /// `values`: different ones, ascending, and how often each is there, at least once.
  ValueCounts(std::vector<double> values, std::span<const std::size_t> counts);

  /// n.
  std::size_t size() const { return end_.empty() ? 0 : end_.back(); }
  bool empty() const { return end_.empty(); }
  /// The different values.
  std::span<const double> values() const { return values_; }
  std::size_t count(std::size_t i) const { return end_[i] - before(i); }
  /// Values before the different one number i.
  std::size_t before(std::size_t i) const { return i == 0 ? 0 : end_[i - 1]; }
  double smallest() const { return values_.front(); }
  double largest() const { return values_.back(); }
  /// Value number `rank`, from 0.
  double at(std::size_t rank) const;
  /// How many are below, and above, a limit.
  std::size_t below(double limit) const;
  std::size_t above(double limit) const;
  /// Of the different values, as mid_ranks of all of them.
  std::vector<double> mid_ranks() const;

 private:
  void add_sorted(std::span<const double> ascending);

  std::vector<double> values_;
  std::vector<std::size_t> end_;  // how many values there are up to each different one
};

/// The mid-rank of each number of a column, by the counts of the column.
class CountedRanks {
 public:
  /// Both must outlive it.
  CountedRanks(const ValueCounts& counts, const PackedNumbers& numbers);
  /// Of number `i`, which was counted.
  double of(std::size_t i) const;

 private:
  const ValueCounts& counts_;
  const PackedNumbers& numbers_;
  std::vector<double> ranks_;      // of the different values
  std::vector<double> by_digits_;  // from the smallest on, where they are not too many
  std::int32_t low_ = 0;
};

/// As percentile_of_sorted.
double percentile(const ValueCounts& counts, double percent);

}  // namespace cre
