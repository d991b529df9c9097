#include "statistics/residual_shape.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statistics/distributions.h"

namespace cre {
namespace {

using testing::ElementsAre;

TEST(ResidualShape, ExcessKurtosisWorkedByHand) {
  // Two values equally often: m4 = m2^2. Of 0, 0, 0, 0, 5: m2 = 4, m4 = (4 + 256) / 5.
  EXPECT_DOUBLE_EQ(excess_kurtosis(std::vector<double>{-1, 1, 1, -1}), -2.0);
  EXPECT_NEAR(excess_kurtosis(std::vector<double>{0, 0, 0, 0, 5}), 52.0 / 16.0 - 3.0, 1e-14);
  EXPECT_TRUE(std::isnan(excess_kurtosis(std::vector<double>{2, 2})));
  EXPECT_TRUE(std::isnan(excess_kurtosis(std::vector<double>{})));
}

TEST(NormalQuantilePlot, APointAValue) {
  const QuantilePlot plot = normal_quantile_plot(std::vector<double>{3, 1, 2}, 100);
  EXPECT_THAT(plot.observed, ElementsAre(1, 2, 3));
  EXPECT_NEAR(plot.theoretical[0], normal_quantile(1.0 / 6.0), 1e-15);
  EXPECT_NEAR(plot.theoretical[1], 0.0, 1e-15);
}

TEST(NormalQuantilePlot, FewerPointsThanValues) {
  // numpy.quantile(range(10), [1/6, 1/2, 5/6], method="hazen")
  std::vector<double> values;
  for (int i = 9; i >= 0; --i) {
    values.push_back(i);
  }
  const QuantilePlot plot = normal_quantile_plot(values, 3);
  EXPECT_THAT(plot.observed, ElementsAre(testing::DoubleNear(7.0 / 6.0, 1e-12), testing::DoubleNear(4.5, 1e-12),
                                         testing::DoubleNear(47.0 / 6.0, 1e-12)));
  EXPECT_TRUE(normal_quantile_plot(std::vector<double>{}, 3).observed.empty());
}

TEST(DecileVarianceRatio, WorkedByHand) {
  std::vector<double> residuals(20, 0.0), predicted;
  for (int i = 0; i < 20; ++i) {
    predicted.push_back(-i);  // the highest tenth are rows 0 and 1, the lowest rows 18 and 19
  }
  residuals[0] = 3.0;
  residuals[18] = 1.0;
  EXPECT_DOUBLE_EQ(decile_variance_ratio(residuals, predicted), 9.0);
  residuals[18] = 0.0;
  EXPECT_TRUE(std::isnan(decile_variance_ratio(residuals, predicted)));
  EXPECT_TRUE(std::isnan(decile_variance_ratio(std::vector<double>(19, 1.0), std::vector<double>(19, 1.0))));
}

}  // namespace
}  // namespace cre
