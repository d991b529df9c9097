// Errors, agreement, and correlation without tails.

#include "statistics/prediction_error.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statistics/concordance.h"
#include "statistics/correlation.h"
#include "statistics/winsorize.h"

namespace cre {
namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(PredictionError, MedianOfAnOddAndAnEvenNumber) {
  EXPECT_DOUBLE_EQ(median_absolute_error(std::vector<double>{0, 0, 0}, std::vector<double>{-1, 4, 2}), 2.0);
  EXPECT_DOUBLE_EQ(median_absolute_error(std::vector<double>{0, 0, 0, 1}, std::vector<double>{1, -2, 4, 11}), 3.0);
  EXPECT_TRUE(std::isnan(median_absolute_error(std::vector<double>{}, std::vector<double>{})));
}

TEST(PredictionError, WeightedByTheMeasurementErrorWhereThereIsOne) {
  // Weights 1 / (.25 + 1e-6), none, and 25, the cap of 1 / (.01 + 1e-6); squared errors 4, 81, 1.
  const WeightedError error = weighted_mean_squared_error(std::vector<double>{0, 0, 0}, std::vector<double>{2, 9, -1},
                                                          std::vector<double>{0.5, kNaN, 0.1});
  const double weight = 1.0 / 0.250001;
  EXPECT_NEAR(error.value, (4.0 * weight + 25.0) / (weight + 25.0), 1e-14);
  EXPECT_EQ(error.n, 2U);
}

TEST(PredictionError, WithoutStandardErrorsThereIsNoWeightedError) {
  const WeightedError error =
      weighted_mean_squared_error(std::vector<double>{1}, std::vector<double>{2}, std::vector<double>{kNaN});
  EXPECT_TRUE(std::isnan(error.value));
  EXPECT_EQ(error.n, 0U);
}

TEST(Concordance, WorkedByHand) {
  // var 2/3 both, cov 2/3, means 1 apart: (4/3) / (4/3 + 1).
  EXPECT_NEAR(concordance(std::vector<double>{1, 2, 3}, std::vector<double>{2, 3, 4}), 4.0 / 7.0, 1e-15);
  // Twice the scale: var 2/3 and 8/3, cov 4/3, means 2 apart: (8/3) / (10/3 + 4).
  EXPECT_NEAR(concordance(std::vector<double>{1, 2, 3}, std::vector<double>{2, 4, 6}), 8.0 / 22.0, 1e-15);
}

TEST(Concordance, Edges) {
  const std::vector<double> x = {0.1, 0.7, 0.2};
  EXPECT_NEAR(concordance(x, x), 1.0, 1e-15);
  // var .62 / 9, cov -.62 / 9, means 2/3 apart.
  EXPECT_NEAR(concordance(x, std::vector<double>{-0.1, -0.7, -0.2}), -0.62 / 2.62, 1e-15);
  EXPECT_TRUE(std::isnan(concordance(x, std::vector<double>{0.1, 0.1, 0.1})));
}

TEST(Winsorize, DrawsInTheTails) {
  std::vector<double> values;
  for (int i = 0; i <= 100; ++i) {
    values.push_back(i);
  }
  values[0] = -1e6;
  const std::vector<double> drawn_in = winsorized(values, 1.0, 99.0);
  EXPECT_DOUBLE_EQ(drawn_in.front(), 1.0);  // percentile 1 of 101 values is the second
  EXPECT_DOUBLE_EQ(drawn_in[1], 1.0);
  EXPECT_DOUBLE_EQ(drawn_in[50], 50.0);
  EXPECT_DOUBLE_EQ(drawn_in.back(), 99.0);

  std::vector<double> others = values;
  others[0] = 1e6;
  std::vector<double> expected = drawn_in;
  expected[0] = 100.0;  // percentile 99 with 1e6 on top
  expected[100] = 100.0;
  expected[1] = 2.0;  // percentile 1 without a low value
  EXPECT_NEAR(winsorized_pearson(values, others), pearson(drawn_in, expected), 1e-14);
}

}  // namespace
}  // namespace cre
