#pragma once
// The jackknife: a statistic without each unit in turn (Quenouille 1949), the units being those that the bootstrap
// draws. Statistics that are sums have it in one pass (ResampledMoments::without_each, weighted_mean_without_each),
// those of ranks nearly so (spearman_jackknife.h, auroc_jackknife.h); for_each_left_out_unit() serves all others.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "statistics/bootstrap.h"
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

/// Calls a worker once for every unit, with the number of the unit and counts (rows) that are 0 for its rows and 1 for
/// all others. O(units * rows) for a statistic of O(rows): 8,000 units of one row take about a second, 80,000 minutes.
void for_each_left_out_unit(const ResampleUnits& units, unsigned threads,
                            const std::function<ResampleWorker()>& make_worker);

}  // namespace cre
