#pragma once
// Base composition of one sequence.

#include <cstdint>
#include <span>

namespace cre {

/// Share of G and C among the bases that are not N, in [0, 1]; NaN when there is none.
double gc_content(std::span<const std::uint8_t> codes);

/// Number of N.
std::int64_t count_n(std::span<const std::uint8_t> codes);

}  // namespace cre
