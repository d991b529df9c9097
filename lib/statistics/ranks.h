#pragma once
// Order of values and mid-ranks (tied values share the mean of their ranks).

#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// Where each value stands among the sorted distinct values.
struct DistinctOrder {
  std::vector<std::uint32_t> position;  // (n) 0-based; equal values have equal positions
  std::uint32_t count = 0;              // number of distinct values
};

/// `values` (n) must be free of NaN (internal error otherwise). O(n log n).
DistinctOrder distinct_order(std::span<const double> values);
/// The same where their ascending_order() is known.
DistinctOrder distinct_order(std::span<const double> values, std::span<const std::uint32_t> ascending);

/// Mid-ranks 1..n as SciPy's rankdata(method="average") gives them.
std::vector<double> mid_ranks(std::span<const double> values);

}  // namespace cre
