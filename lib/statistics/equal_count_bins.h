#pragma once
// Rows in bins of equal counts: deciles of the prediction, quintiles of the minimum gap.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "statistics/value_counts.h"

namespace cre {

/// The bin of each row, in the order given, from 0 for the lowest values.
struct Bins {
  std::vector<std::uint32_t> bin;  // (n)
  std::uint32_t count = 0;         // number of bins, with and without rows
};

/// Bins whose sizes differ by at most 1: row number r by value (0-based, equal values by position) goes to bin
/// floor(r * bins / n). Equal values may be in two bins. With fewer rows than bins there are n bins, as `count` says.
Bins equal_count_bins(std::span<const double> values, std::uint32_t bins);

/// The `bins` - 1 percentiles 100 k / bins (k = 1, 2, ...) of the values; none for no values. Equal values can make
/// equal cut points.
std::vector<double> quantile_cut_points(std::span<const double> values, std::uint32_t bins);

std::vector<double> quantile_cut_points(const ValueCounts& counts, std::uint32_t bins);
/// Bins that keep equal values together: a value belongs to the bin numbered by the cut points below it, so a bin holds
/// its upper cut point (as in pandas.qcut). `ascending_cuts`: any, ascending. Sizes can differ and bins be empty where
/// values are tied.
Bins bins_by_cut_points(std::span<const double> values, std::span<const double> ascending_cuts);

}  // namespace cre
