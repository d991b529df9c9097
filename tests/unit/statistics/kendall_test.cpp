#include "statistics/kendall.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.h"

namespace cre {
namespace {

TEST(Kendall, WorkedByHand) {
  // Of six pairs five rise in both, one in one only.
  EXPECT_DOUBLE_EQ(kendall_tau_b(std::vector<double>{1, 2, 3, 4}, std::vector<double>{1, 3, 2, 4}), 4.0 / 6.0);
  // One pair tied in x, another in y, the other four rise: 4 / sqrt(5 * 5).
  EXPECT_DOUBLE_EQ(kendall_tau_b(std::vector<double>{1, 1, 2, 3}, std::vector<double>{1, 2, 2, 3}), 0.8);
}

TEST(Kendall, CountsEqualThoseOfAllPairs) {
  RandomStream stream(RandomPurpose::simulation, 1);
  for (const std::uint64_t values : {2, 7, 1000}) {
    std::vector<double> x, y;
    for (int i = 0; i < 200; ++i) {
      x.push_back(static_cast<double>(stream.below(values)));
      y.push_back(x.back() + static_cast<double>(stream.below(values)));
    }
    PairCounts expected;
    for (std::size_t i = 0; i < x.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const double product = (x[i] - x[j]) * (y[i] - y[j]);
        ++expected.pairs;
        expected.tied_x += x[i] == x[j] ? 1 : 0;
        expected.tied_y += y[i] == y[j] ? 1 : 0;
        expected.concordant_excess += product > 0 ? 1 : (product < 0 ? -1 : 0);
      }
    }
    const PairCounts found = count_pairs(x, y);
    EXPECT_EQ(found.pairs, expected.pairs);
    EXPECT_EQ(found.tied_x, expected.tied_x);
    EXPECT_EQ(found.tied_y, expected.tied_y);
    EXPECT_EQ(found.concordant_excess, expected.concordant_excess);
  }
}

TEST(Kendall, Edges) {
  const std::vector<double> rising = {1, 2, 5};
  EXPECT_DOUBLE_EQ(kendall_tau_b(rising, std::vector<double>{3, 2, 1}), -1.0);
  EXPECT_TRUE(std::isnan(kendall_tau_b(rising, std::vector<double>{2, 2, 2})));
  EXPECT_TRUE(std::isnan(kendall_tau_b(std::vector<double>{1}, std::vector<double>{1})));
}

}  // namespace
}  // namespace cre
