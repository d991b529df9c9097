#include "statistics/jonckheere.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <vector>

#include "core/error.h"
#include "statistics/distributions.h"
#include "statistics/ranks.h"

namespace cre {

namespace {

/// Sums over sizes m of tied or grouped rows.
struct SizeSums {
  double s2 = 0.0, s3 = 0.0, s5 = 0.0;
  void add(double m) {
    s2 += m * (m - 1.0);
    s3 += m * (m - 1.0) * (m - 2.0);
    s5 += m * (m - 1.0) * (2.0 * m + 5.0);
  }
};

SizeSums sums_over(const std::vector<double>& sizes) {
  SizeSums sums;
  for (const double size : sizes) {
    sums.add(size);
  }
  return sums;
}

/// Pairs (a, b) of rows with a in a lower group than b and a smaller value, equal values counted half.
double rising_pairs(const DistinctOrder& order, std::span<const std::uint32_t> group, std::uint32_t groups) {
  std::vector<std::uint32_t> row(group.size());
  std::iota(row.begin(), row.end(), 0U);
  std::stable_sort(row.begin(), row.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return order.position[a] < order.position[b]; });
  std::vector<double> below(groups);  // rows of each group with smaller values
  std::vector<double> equal(groups);  // rows of each group with this value
  double sum = 0.0;
  for (std::size_t i = 0; i < row.size();) {
    const std::uint32_t position = order.position[row[i]];
    std::fill(equal.begin(), equal.end(), 0.0);
    for (; i < row.size() && order.position[row[i]] == position; ++i) {
      equal[group[row[i]]] += 1.0;
    }
    double lower_groups = 0.0;  // their rows with smaller values, and half of those with this one
    for (std::uint32_t g = 0; g < groups; ++g) {
      sum += equal[g] * lower_groups;
      lower_groups += below[g] + 0.5 * equal[g];
      below[g] += equal[g];
    }
  }
  return sum;
}

}  // namespace

JonckheereTest jonckheere(std::span<const double> values, std::span<const std::uint32_t> group) {
  require(values.size() == group.size(), "every value has a group");
  const std::uint32_t groups = group.empty() ? 0 : *std::max_element(group.begin(), group.end()) + 1;
  const DistinctOrder order = distinct_order(values);
  std::vector<double> group_size(groups);
  std::vector<double> tie_size(order.count);
  for (std::size_t row = 0; row < values.size(); ++row) {
    group_size[group[row]] += 1.0;
    tie_size[order.position[row]] += 1.0;
  }
  const SizeSums by_group = sums_over(group_size);
  const SizeSums by_tie = sums_over(tie_size);
  SizeSums all;
  all.add(static_cast<double>(values.size()));

  JonckheereTest out{};
  out.statistic = rising_pairs(order, group, groups);
  out.expected = (all.s2 - by_group.s2) / 4.0;
  out.variance = (all.s5 - by_group.s5 - by_tie.s5) / 72.0;
  if (all.s3 > 0.0) {
    out.variance += by_group.s3 * by_tie.s3 / (36.0 * all.s3);
  }
  if (all.s2 > 0.0) {
    out.variance += by_group.s2 * by_tie.s2 / (8.0 * all.s2);
  }
  // All of it cancels when there is one group or one value; what is left is rounding.
  constexpr double kRoundingOfVariance = 1e-12;
  if (out.variance <= kRoundingOfVariance * all.s5) {
    out.variance = 0.0;
    out.z = out.p_two_sided = out.p_increasing = out.p_decreasing = std::numeric_limits<double>::quiet_NaN();
    return out;
  }
  out.z = (out.statistic - out.expected) / std::sqrt(out.variance);
  out.p_increasing = normal_probability(-out.z);
  out.p_decreasing = normal_probability(out.z);
  out.p_two_sided = 2.0 * normal_probability(-std::abs(out.z));
  return out;
}

}  // namespace cre
