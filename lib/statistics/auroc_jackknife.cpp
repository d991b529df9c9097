#include "statistics/auroc_jackknife.h"

#include <algorithm>
#include <limits>

#include "core/error.h"
#include "statistics/jackknife.h"
#include "statistics/ranks.h"

namespace cre {

namespace {

/// Rows of both labels, and pairs of one row of each: 2 for a pair in which label 1 scores higher, 1 for equal scores.
struct LabelPairs {
  std::int64_t ones = 0, zeros = 0;
  std::int64_t doubled_u = 0;

  double area() const {
    const double pairs = static_cast<double>(ones) * static_cast<double>(zeros);
    return pairs > 0.0 ? 0.5 * static_cast<double>(doubled_u) / pairs : std::numeric_limits<double>::quiet_NaN();
  }
};

/// Among the given rows, ascending by position of the score.
LabelPairs pairs_among(std::span<const std::uint32_t> rows, std::span<const std::uint8_t> label,
                       std::span<const std::uint32_t> position) {
  LabelPairs out;
  for (std::size_t i = 0; i < rows.size();) {
    const std::uint32_t here = position[rows[i]];
    std::int64_t ones = 0;
    std::int64_t zeros = 0;
    for (; i < rows.size() && position[rows[i]] == here; ++i) {
      (label[rows[i]] != 0 ? ones : zeros) += 1;
    }
    out.doubled_u += ones * (2 * out.zeros + zeros);
    out.ones += ones;
    out.zeros += zeros;
  }
  return out;
}

}  // namespace

std::vector<double> auroc_without_each(std::span<const std::uint8_t> label, std::span<const double> score,
                                       const ResampleUnits& units) {
  require(label.size() == score.size() && units.rows == score.size(), "units are those of the scored rows");
  const DistinctOrder order = distinct_order(score);
  std::vector<std::int64_t> ones(order.count);
  std::vector<std::int64_t> zeros(order.count);
  LabelPairs all;
  for (std::size_t row = 0; row < label.size(); ++row) {
    ++(label[row] != 0 ? ones : zeros)[order.position[row]];
    ++(label[row] != 0 ? all.ones : all.zeros);
  }
  // What the pairs of one row sum to, by its position: of a row of label 1 with all of label 0, and the other way
  // round.
  std::vector<std::int64_t> of_one(order.count);
  std::vector<std::int64_t> of_zero(order.count);
  std::int64_t zeros_below = 0;
  std::int64_t ones_below = 0;
  for (std::size_t position = 0; position < ones.size(); ++position) {
    of_one[position] = 2 * zeros_below + zeros[position];
    zeros_below += zeros[position];
    ones_below += ones[position];
    of_zero[position] = 2 * (all.ones - ones_below) + ones[position];
    all.doubled_u += ones[position] * of_one[position];
  }

  const RowsOfUnits rows(units);
  std::vector<double> out;
  std::vector<std::uint32_t> left_out;
  for (std::uint32_t unit = 0; unit < units.count; ++unit) {
    left_out.assign(rows.of(unit).begin(), rows.of(unit).end());
    std::sort(left_out.begin(), left_out.end(),
              [&](std::uint32_t a, std::uint32_t b) { return order.position[a] < order.position[b]; });
    const LabelPairs within = pairs_among(left_out, label, order.position);
    LabelPairs left{all.ones - within.ones, all.zeros - within.zeros, all.doubled_u + within.doubled_u};
    for (const std::uint32_t row : left_out) {
      left.doubled_u -= (label[row] != 0 ? of_one : of_zero)[order.position[row]];
    }
    out.push_back(left.area());
  }
  return out;
}

}  // namespace cre
