#include "statistics/top_overlap.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "statistics/prepared_top.h"

namespace cre {
namespace {

using testdata::top_overlap;

TEST(TopOverlap, WorkedByHandWithoutTies) {
  const std::vector<double> measured = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
  const std::vector<double> predicted = {9, 1, 8, 7, 2, 0, 3, 4, 5, 6};
  const TopOverlap top = top_overlap(measured, predicted, 20.0);  // rows 0, 1 and rows 0, 2
  EXPECT_DOUBLE_EQ(top.share, 0.5);
  EXPECT_DOUBLE_EQ(top.enrichment, 2.5);
  EXPECT_DOUBLE_EQ(top_overlap(measured, predicted, 31.0).share, 0.75);  // 4 rows: 0 to 3 and 0, 2, 3, 9
  EXPECT_DOUBLE_EQ(top_overlap(measured, predicted, 1.0).share, 1.0);    // at least 1 row
  EXPECT_DOUBLE_EQ(top_overlap(measured, predicted, 100.0).enrichment, 1.0);
}

TEST(TopOverlap, WholeNumbersSurviveRounding) {
  std::vector<double> values(300);
  std::iota(values.begin(), values.end(), 0.0);
  std::vector<double> shifted = values;
  std::rotate(shifted.begin(), shifted.begin() + 1, shifted.end());  // the highest value moves down one row
  // 7 % of 300 are 21 rows, of which 20 are common; a 22nd would give 21 / 22.
  EXPECT_DOUBLE_EQ(top_overlap(values, shifted, 7.0).share, 20.0 / 21.0);
}

/// Mean share over all orders in which ties can be broken, in both series independently.
double share_over_tie_breaks(const std::vector<double>& measured, const std::vector<double>& predicted, int top) {
  const auto tops = [&](const std::vector<double>& values) {
    std::vector<int> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    std::vector<std::vector<int>> out;
    do {
      std::vector<int> sorted = order;
      std::stable_sort(sorted.begin(), sorted.end(), [&](int a, int b) { return values[a] > values[b]; });
      out.emplace_back(sorted.begin(), sorted.begin() + top);
      std::sort(out.back().begin(), out.back().end());
    } while (std::next_permutation(order.begin(), order.end()));
    return out;
  };
  const auto measured_tops = tops(measured);
  const auto predicted_tops = tops(predicted);
  double sum = 0.0;
  for (const std::vector<int>& a : measured_tops) {
    for (const std::vector<int>& b : predicted_tops) {
      std::vector<int> common;
      std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
      sum += static_cast<double>(common.size());
    }
  }
  return sum / static_cast<double>(measured_tops.size() * predicted_tops.size()) / top;
}

TEST(TopOverlap, TiesHaveTheExpectedValueOverRandomTieBreaking) {
  const std::vector<double> measured = {3, 1, 1, 1, 0};
  const std::vector<double> predicted = {2, 2, 2, 5, 2};
  for (const int top : {1, 2, 3, 4}) {
    EXPECT_NEAR(top_overlap(measured, predicted, 20.0 * top).share, share_over_tie_breaks(measured, predicted, top),
                1e-12);
  }
  EXPECT_DOUBLE_EQ(top_overlap(std::vector<double>(7, 1.0), std::vector<double>(7, 2.0), 25.0).enrichment, 1.0);
}

TEST(TopOverlap, NoRows) {
  EXPECT_TRUE(std::isnan(top_overlap(std::vector<double>{}, std::vector<double>{}, 10.0).share));
}

}  // namespace
}  // namespace cre
