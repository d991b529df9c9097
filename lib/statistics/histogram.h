#pragma once
// Counts of values in bins that follow one another: the shape of a distribution in a few numbers.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "statistics/value_counts.h"

namespace cre {

struct Histogram {
  std::vector<double> edges;  // (bins + 1) ascending; none without values to choose them by
  std::vector<std::int64_t>
      counts;              // (bins) values from each edge to below the next; the last bin holds its upper edge
  std::int64_t below = 0;  // values below the first edge
  std::int64_t above = 0;  // values above the last edge
};

/// Edges of `bins` equally wide bins from `low` to `high`; around them where they are (nearly) equal. Both are finite.
std::vector<double> equal_width_edges(double low, double high, std::size_t bins);

/// Edges of `bins` equally wide bins that show finite, ascending values: from the smallest to the largest of those
/// within five interquartile ranges of the quartiles (a few sentinels would leave one bin for all others), or of all
/// when the quartiles are equal. None without values.
std::vector<double> edges_for(std::span<const double> ascending, std::size_t bins);

/// Counts the finite values, in any order. Without edges there are no counts.
Histogram histogram(std::span<const double> values, std::vector<double> edges);

/// The same of counted values.
std::vector<double> edges_for(const ValueCounts& counts, std::size_t bins);
Histogram histogram(const ValueCounts& counts, std::vector<double> edges);

}  // namespace cre
