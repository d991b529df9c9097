#include "eval/analyses/calibration.h"

#include <cmath>

#include <gtest/gtest.h>

#include "eval/evaluation_fixture.h"

namespace cre {
namespace {

using testdata::evaluated;
using testdata::kNaN;
using testdata::task_column;

TaskCalibration calibration_of(std::vector<double> measured, std::vector<double> predicted) {
  const EvalRows rows = evaluated({task_column(std::move(measured), std::move(predicted))});
  SubsetBootstrap bootstrap;
  const CalibrationLists lists(rows, bootstrap);
  testdata::run_bootstrap(bootstrap, element_units(rows.rows()), {.resamples = 50, .seed = 3});
  return lists.calibration(bootstrap, 0.95).at(0);
}

/// factor * i + shift for i = 1 to 20.
std::vector<double> line(double factor, double shift) {
  std::vector<double> out;
  for (int i = 1; i <= 20; ++i) {
    out.push_back(factor * i + shift);
  }
  return out;
}

TEST(Calibration, OfAPerfectModel) {
  const TaskCalibration found = calibration_of(line(1, 0), line(1, 0));
  ASSERT_EQ(found.bins.size(), 10U);
  for (std::size_t bin = 0; bin < 10; ++bin) {
    EXPECT_EQ(found.bins[bin].n, 2U);
    EXPECT_DOUBLE_EQ(found.bins[bin].mean_predicted, 2.0 * static_cast<double>(bin) + 1.5);
    EXPECT_DOUBLE_EQ(found.bins[bin].mean_measured, found.bins[bin].mean_predicted);
    EXPECT_GT(found.bins[bin].standard_error, 0.0);
  }
  EXPECT_NEAR(found.slope.value, 1.0, 1e-14);
  EXPECT_NEAR(found.slope.interval.low, 1.0, 1e-13);
  EXPECT_NEAR(found.intercept.value, 0.0, 1e-13);
  EXPECT_NEAR(found.measured_sd, std::sqrt(35.0), 1e-13);
  EXPECT_EQ(found.expected_error, 0.0);
  EXPECT_TRUE(found.good);
}

TEST(Calibration, OfPredictionsThatAreTooLow) {
  const TaskCalibration found = calibration_of(line(1, 0), line(1, -1));
  EXPECT_NEAR(found.slope.value, 1.0, 1e-14);
  EXPECT_NEAR(found.intercept.value, 1.0, 1e-13);
  EXPECT_NEAR(found.expected_error, 1.0, 1e-14);
  EXPECT_FALSE(found.good);  // 1 is more than a tenth of sqrt(35)
  EXPECT_TRUE(calibration_of(line(1, 0), line(1, -0.5)).good);
}

TEST(Calibration, OfPredictionsThatAreTooFarApart) {
  const TaskCalibration found = calibration_of(line(1, -10.5), line(2, -21));
  EXPECT_NEAR(found.slope.value, 0.5, 1e-14);
  EXPECT_NEAR(found.intercept.value, 0.0, 1e-13);
  EXPECT_FALSE(found.good);
}

TEST(Calibration, OfEqualPredictions) {
  // Four rows are four bins, in their order.
  const TaskCalibration found = calibration_of({4, 1, 3, 2}, {2, 2, 2, 2});
  ASSERT_EQ(found.bins.size(), 4U);
  EXPECT_EQ(found.bins[0].mean_measured, 4.0);
  EXPECT_EQ(found.bins[3].mean_measured, 2.0);
  EXPECT_TRUE(std::isnan(found.bins[0].standard_error));  // of one row
  EXPECT_DOUBLE_EQ(found.expected_error, 1.0);
  EXPECT_TRUE(std::isnan(found.slope.value));
  EXPECT_EQ(found.slope.why, "all predicted values are equal");
  EXPECT_FALSE(found.good);
}

TEST(Calibration, OfATaskThatWasNotMeasured) {
  const TaskCalibration found = calibration_of({kNaN, kNaN, kNaN}, {1, 2, 3});
  EXPECT_TRUE(found.bins.empty());
  EXPECT_TRUE(std::isnan(found.expected_error));
  EXPECT_TRUE(std::isnan(found.measured_sd));
  EXPECT_EQ(found.intercept.why, "0 rows have a measured and a predicted value; 3 are needed");
  EXPECT_FALSE(found.good);
}

}  // namespace
}  // namespace cre
