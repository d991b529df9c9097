#include "statistics/equal_count_bins.h"

#include <algorithm>

#include "core/error.h"
#include "statistics/ascending_order.h"

namespace cre {

Bins equal_count_bins(std::span<const double> values, std::uint32_t bins) {
  require(bins > 0, "there is a bin");
  const std::vector<std::uint32_t> row = ascending_order(values);
  Bins out;
  out.count = static_cast<std::uint32_t>(std::min<std::size_t>(bins, values.size()));
  out.bin.resize(values.size());
  for (std::size_t rank = 0; rank < row.size(); ++rank) {
    out.bin[row[rank]] = static_cast<std::uint32_t>(rank * out.count / row.size());
  }
  return out;
}

std::vector<double> quantile_cut_points(std::span<const double> values, std::uint32_t bins) {
  return quantile_cut_points(ValueCounts({values.begin(), values.end()}), bins);
}

std::vector<double> quantile_cut_points(const ValueCounts& counts, std::uint32_t bins) {
  std::vector<double> cuts;
  for (std::uint32_t k = 1; k < bins && !counts.empty(); ++k) {
    cuts.push_back(percentile(counts, 100.0 * k / bins));
  }
  return cuts;
}

Bins bins_by_cut_points(std::span<const double> values, std::span<const double> ascending_cuts) {
  require(std::is_sorted(ascending_cuts.begin(), ascending_cuts.end()), "cut points ascend");
  Bins out;
  out.count = static_cast<std::uint32_t>(ascending_cuts.size() + 1);
  out.bin.reserve(values.size());
  for (const double value : values) {
    const auto above = std::lower_bound(ascending_cuts.begin(), ascending_cuts.end(), value);
    out.bin.push_back(static_cast<std::uint32_t>(above - ascending_cuts.begin()));
  }
  return out;
}

}  // namespace cre
