#pragma once
// The jackknife: a statistic without each unit in turn (Quenouille 1949), the units being those that the bootstrap
// draws. Statistics that are sums have it in one pass (ResampledMoments::without_each, weighted_mean_without_each),
// those of ranks nearly so (spearman_jackknife.h, auroc_jackknife.h).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "statistics/resampling.h"

namespace cre {

/// The rows of every unit, in ascending order.
class RowsOfUnits {
 public:
  explicit RowsOfUnits(const ResampleUnits& units);
  std::span<const std::uint32_t> of(std::uint32_t unit) const {
    return std::span(row_).subspan(first_[unit], first_[unit + 1] - first_[unit]);
  }

 private:
  std::vector<std::size_t> first_;  // (units + 1)
  std::vector<std::uint32_t> row_;  // (rows)
};

}  // namespace cre
