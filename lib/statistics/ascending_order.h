#pragma once
// The order of values: by their bits, digit after digit (radix sort), which takes a tenth of the time of comparisons.

#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// Numbers of the values (n) from the smallest to the largest, equal ones in the order that they have. `values` must be
/// free of NaN, at most 2^32 - 2 (internal error otherwise).
std::vector<std::uint32_t> ascending_order(std::span<const double> values);

/// Sorts the values, -0 before 0. They must be free of NaN (internal error otherwise).
void sort_ascending(std::vector<double>& values);

}  // namespace cre
