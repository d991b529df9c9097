#pragma once
// Resamples are computed eight at a time: what is read of a row (its place in an order, its values) then serves eight
// of them, and each instruction works on several.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "statistics/resampling.h"

namespace cre {

inline constexpr std::size_t kBatch = 8;
/// A value of each resample.
using BatchValues = std::array<double, kBatch>;
/// How often one row is in each resample. A byte holds it: a count is of one unit of n drawn n times, which exceeds 255
/// with a probability below 1e-500.
using BatchCount = std::array<std::uint8_t, kBatch>;

/// How often each row is in each of eight resamples.
struct ResampleBatch {
  std::vector<BatchCount> counts;            // (n)
  std::array<std::int32_t, kBatch> drawn{};  // sums over rows
};

/// NaN for every resample.
BatchValues undefined_batch();

/// Eight times the same resample, with `counts` (n) of 0 to 255.
ResampleBatch repeated(std::span<const std::int32_t> counts);

/// Eight times the sample itself.
ResampleBatch every_row_once(std::size_t rows);

/// Draws resamples first, first + 1, ... (draw_units()), `count` of 1 to 8; what is left of the batch has no rows.
class BatchDrawer {
 public:
  explicit BatchDrawer(const ResampleUnits& units) : units_(&units) {}
  void draw(std::uint64_t seed, std::uint64_t first, std::size_t count, ResampleBatch& batch);

 private:
  const ResampleUnits* units_;
  std::array<std::vector<std::int32_t>, kBatch> unit_counts_;
  std::vector<BatchCount> unit_batch_;
};

/// The counts of some rows: entry i of `part` is that of row `rows[i]`.
void gather_rows(const ResampleBatch& batch, std::span<const std::uint32_t> rows, ResampleBatch& part);

}  // namespace cre
