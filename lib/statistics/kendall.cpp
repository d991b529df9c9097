#include "statistics/kendall.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "core/error.h"
#include "statistics/ascending_order.h"
#include "statistics/ranks.h"

namespace cre {

namespace {

std::int64_t pairs_of(std::int64_t rows) {
  return rows * (rows - 1) / 2;
}

std::int64_t tied_pairs(const DistinctOrder& order) {
  std::vector<std::int64_t> ties(order.count);
  for (const std::uint32_t position : order.position) {
    ++ties[position];
  }
  std::int64_t sum = 0;
  for (const std::int64_t rows : ties) {
    sum += pairs_of(rows);
  }
  return sum;
}

/// Rows by x, those of equal x by y.
std::vector<std::uint32_t> order_by_both(std::span<const double> x, std::span<const double> y) {
  std::vector<std::uint32_t> row = ascending_order(y);
  std::vector<double> x_by_y;
  x_by_y.reserve(row.size());
  for (const std::uint32_t i : row) {
    x_by_y.push_back(x[i]);
  }
  std::vector<std::uint32_t> out = ascending_order(x_by_y);
  std::transform(out.begin(), out.end(), out.begin(), [&](std::uint32_t i) { return row[i]; });
  return out;
}

/// Sorts `values` and returns the number of pairs that were in descending order. `scratch` has their length.
std::int64_t sort_counting_swaps(std::span<std::uint32_t> values, std::span<std::uint32_t> scratch) {
  if (values.size() < 2) {
    return 0;
  }
  const std::size_t half = values.size() / 2;
  std::int64_t swaps = sort_counting_swaps(values.first(half), scratch.first(half)) +
                       sort_counting_swaps(values.subspan(half), scratch.subspan(half));
  std::size_t left = 0;
  std::size_t right = half;
  for (std::uint32_t& next : scratch) {
    if (right == values.size() || (left < half && values[left] <= values[right])) {
      next = values[left++];
    } else {
      swaps += static_cast<std::int64_t>(half - left);
      next = values[right++];
    }
  }
  std::copy(scratch.begin(), scratch.end(), values.begin());
  return swaps;
}

}  // namespace

PairCounts count_pairs(std::span<const double> x, std::span<const double> y) {
  require(x.size() == y.size(), "correlated series have equal lengths");
  const DistinctOrder order_x = distinct_order(x);
  const DistinctOrder order_y = distinct_order(y);
  const std::vector<std::uint32_t> row = order_by_both(x, y);
  std::int64_t tied_both = 0;
  std::int64_t run = 0;
  std::vector<std::uint32_t> y_by_x(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    y_by_x[i] = order_y.position[row[i]];
    const bool as_before =
        i > 0 && y_by_x[i] == y_by_x[i - 1] && order_x.position[row[i]] == order_x.position[row[i - 1]];
    run = as_before ? run + 1 : 0;
    tied_both += run;
  }
  std::vector<std::uint32_t> scratch(row.size());
  const std::int64_t discordant = sort_counting_swaps(y_by_x, scratch);

  PairCounts out;
  out.pairs = pairs_of(static_cast<std::int64_t>(x.size()));
  out.tied_x = tied_pairs(order_x);
  out.tied_y = tied_pairs(order_y);
  out.concordant_excess = out.pairs - out.tied_x - out.tied_y + tied_both - 2 * discordant;
  return out;
}

double kendall_tau_b(std::span<const double> x, std::span<const double> y) {
  const PairCounts counts = count_pairs(x, y);
  if (counts.pairs == counts.tied_x || counts.pairs == counts.tied_y) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double scale = std::sqrt(static_cast<double>(counts.pairs - counts.tied_x)) *
                       std::sqrt(static_cast<double>(counts.pairs - counts.tied_y));
  return std::clamp(static_cast<double>(counts.concordant_excess) / scale, -1.0, 1.0);
}

}  // namespace cre
