#pragma once
// Base composition of one sequence.

#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// Share of G and C among the bases that are not N, in [0, 1]; NaN when there is none.
double gc_content(std::span<const std::uint8_t> codes);

/// (rows) that share of each of equally long sequences that follow one another.
std::vector<float> gc_contents(std::span<const std::uint8_t> codes, std::size_t length);

/// Number of N.
std::int64_t count_n(std::span<const std::uint8_t> codes);

}  // namespace cre
