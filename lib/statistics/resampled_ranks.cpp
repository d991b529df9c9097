#include "statistics/resampled_ranks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/error.h"
#include "statistics/lanes.h"

namespace cre {

ResampledRanks::ResampledRanks(std::span<const double> values) : order_(distinct_order(values)) {}

void ResampledRanks::compute(std::span<const std::int32_t> counts, std::uint64_t drawn, RankScratch& scratch) const {
  require(drawn <= std::numeric_limits<std::int32_t>::max(), "at most 2^31 - 1 rows in a resample");
  // First the number of drawn rows per distinct value, then replaced by the rank of that value.
  std::vector<std::int32_t>& rank = scratch.rank;
  rank.assign(order_.count, 0);
  for (std::size_t row = 0; row < counts.size(); ++row) {
    rank[order_.position[row]] += counts[row];
  }
  // With t equal rows each, the squares of all n centred and doubled mid-ranks sum to (n^3 - sum t^3) / 3.
  const double cubes = sum_in_lanes(rank.size(), [&](std::size_t i) {
    const double ties = rank[i];
    return ties * ties * ties;
  });
  const auto n = static_cast<double>(drawn);
  scratch.sum_of_squares = (n * n * n - cubes) / 3.0;
  // Mid-rank of t equal rows above `below` smaller ones: below + (t + 1) / 2; centred and doubled: 2 below + t - n.
  auto before = -static_cast<std::int64_t>(drawn);  // 2 below - n
  for (std::int32_t& entry : rank) {
    const std::int32_t ties = entry;
    entry = static_cast<std::int32_t>(before + ties);
    before += 2 * std::int64_t{ties};
  }
}

double resampled_spearman(const ResampledRanks& x, const RankScratch& x_ranks, const ResampledRanks& y,
                          const RankScratch& y_ranks, std::span<const std::int32_t> counts) {
  if (x_ranks.sum_of_squares == 0.0 || y_ranks.sum_of_squares == 0.0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const std::span<const std::uint32_t> at_x = x.position();
  const std::span<const std::uint32_t> at_y = y.position();
  const double sum = sum_in_lanes(counts.size(), [&](std::size_t row) {
    const std::int64_t product = std::int64_t{x_ranks.rank[at_x[row]]} * y_ranks.rank[at_y[row]];
    return static_cast<double>(product) * counts[row];
  });
  const double scale = std::sqrt(x_ranks.sum_of_squares) * std::sqrt(y_ranks.sum_of_squares);
  return std::clamp(sum / scale, -1.0, 1.0);
}

}  // namespace cre
