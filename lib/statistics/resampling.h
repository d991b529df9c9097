#pragma once
// Drawing bootstrap resamples as counts: how often each row is in the resample.
//
// Resample b of seed s uses the 32-bit words of RandomStream(bootstrap, s, b) alone, so it can be redone by itself,
// and it is the same for every task, model and number of threads. Each word w gives the unit (w * units) >> 32;
// words whose low product half is below 2^32 mod units are passed over, which makes the draw exactly uniform
// (Lemire 2019, "Fast random integer generation in an interval").

#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// What is drawn with replacement: single rows, or groups of rows that stay together (cluster bootstrap).
struct ResampleUnits {
  std::vector<std::uint32_t> unit_of_row;  // (rows); empty when every row is a unit of its own
  std::uint32_t count = 0;                 // number of units, and of draws in one resample
  std::size_t rows = 0;
};

/// A bootstrap of fewer units draws the same rows every time and says nothing.
inline constexpr std::uint32_t kFewestUnits = 2;

/// Every row is its own unit.
ResampleUnits element_units(std::size_t rows);

/// Rows with equal group numbers form a unit.
ResampleUnits group_units(std::span<const std::int64_t> group);

/// The unit of a row.
inline std::uint32_t unit_of(const ResampleUnits& units, std::size_t row) {
  return units.unit_of_row.empty() ? static_cast<std::uint32_t>(row) : units.unit_of_row[row];
}

/// The same units over some of the rows, for instance those in which a task was measured: row i is `rows[i]` of
/// `units`. Units that none of them belongs to stay, as drawing them or leaving them out changes nothing.
ResampleUnits units_of_rows(const ResampleUnits& units, std::span<const std::uint32_t> rows);

/// Draws one resample: `counts` (units) receives how often each unit was drawn. With groups of different sizes the
/// number of drawn rows varies between resamples.
void draw_units(const ResampleUnits& units, std::uint64_t seed, std::uint64_t resample,
                std::vector<std::int32_t>& counts);

}  // namespace cre
