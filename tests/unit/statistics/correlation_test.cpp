#include "statistics/correlation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.h"
#include "statistics/prediction_error.h"

namespace cre {
namespace {

const std::vector<double> kMeasured = {1.2, -0.5, 3.3, 0.0, 2.2, -1.7, 0.4, 1.2};
const std::vector<double> kPredicted = {0.9, -0.2, 2.1, 0.3, 2.5, -0.8, 0.3, 1.9};

// Expected values of the next two tests: scipy.stats 1.x and sklearn.metrics.
TEST(Correlation, EqualsScipy) {
  EXPECT_NEAR(pearson(kMeasured, kPredicted), 0.9244981564210356, 1e-15);
  EXPECT_NEAR(spearman(kMeasured, kPredicted), 0.9638554216867469, 1e-15);
}

TEST(PredictionError, EqualsScikitLearn) {
  EXPECT_NEAR(mean_squared_error(kMeasured, kPredicted), 0.38875, 1e-15);
  EXPECT_NEAR(mean_absolute_error(kMeasured, kPredicted), 0.5125, 1e-15);
  EXPECT_NEAR(r_squared(kMeasured, kPredicted), 0.819801549938437, 1e-15);
}

TEST(Correlation, ConstantSeriesHasNone) {
  // The mean of these equal numbers is not the number itself in floating point.
  const std::vector<double> constant(8, 0.1);
  EXPECT_TRUE(std::isnan(pearson(kMeasured, constant)));
  EXPECT_TRUE(std::isnan(spearman(constant, kMeasured)));
  EXPECT_TRUE(std::isnan(r_squared(constant, kMeasured)));
  EXPECT_TRUE(std::isnan(pearson(std::vector<double>{1.0}, std::vector<double>{2.0})));
}

TEST(Correlation, OrderOfRowsDoesNotMatter) {
  RandomStream stream(RandomPurpose::permutation, 1);
  for (const std::int64_t first : random_permutation(kMeasured.size(), stream)) {
    std::vector<double> x = kMeasured;
    std::vector<double> y = kPredicted;
    std::rotate(x.begin(), x.begin() + first, x.end());
    std::rotate(y.begin(), y.begin() + first, y.end());
    EXPECT_NEAR(pearson(x, y), pearson(kMeasured, kPredicted), 1e-15);
    EXPECT_NEAR(spearman(x, y), spearman(kMeasured, kPredicted), 1e-15);
  }
}

TEST(Correlation, ScaleShiftAndSign) {
  std::vector<double> transformed;
  for (const double value : kPredicted) {
    transformed.push_back(-3.0 * value + 1e6);
  }
  EXPECT_NEAR(pearson(kMeasured, transformed), -pearson(kMeasured, kPredicted), 1e-9);
  EXPECT_NEAR(spearman(kMeasured, transformed), -spearman(kMeasured, kPredicted), 1e-15);
  EXPECT_DOUBLE_EQ(pearson(kMeasured, kMeasured), 1.0);
}

TEST(PredictionError, NoRowsHaveNoError) {
  const std::vector<double> none;
  EXPECT_TRUE(std::isnan(mean_squared_error(none, none)));
  EXPECT_TRUE(std::isnan(mean_absolute_error(none, none)));
}

}  // namespace
}  // namespace cre
