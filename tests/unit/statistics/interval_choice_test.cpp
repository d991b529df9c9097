#include "statistics/interval_choice.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "statistics/bca.h"

namespace cre {
namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> kEven = {0.1, 0.2, 0.3, 0.4, 0.5, kNaN};                 // skew 0
const std::vector<double> kSkewed = {0.5, 0.5, 0.5, 0.51, 0.51, 0.52, 0.52, 0.1};  // skew -2.25
const std::vector<double> kJackknife = {1.0, 1.0, 4.0, 2.0};

BootstrapEstimate correlation_of(double value, const std::vector<double>& replicates) {
  return {value, replicates, kJackknife, CorrelationSample{CorrelationKind::pearson, 100.0}};
}

BootstrapEstimate error_of(double value, const std::vector<double>& replicates) {
  return {value, replicates, kJackknife, {}};
}

IntervalMethod automatic(const BootstrapEstimate& estimate) {
  return choose_interval(estimate, IntervalMethod::automatic, 0.95).method;
}

TEST(IntervalChoice, AutomaticForCorrelations) {
  EXPECT_EQ(automatic(correlation_of(0.3, kEven)), IntervalMethod::percentile);
  EXPECT_EQ(automatic(correlation_of(0.95, kEven)), IntervalMethod::percentile);
  EXPECT_EQ(automatic(correlation_of(0.951, kEven)), IntervalMethod::fisher_z);
  EXPECT_EQ(automatic(correlation_of(-0.951, kEven)), IntervalMethod::fisher_z);
  EXPECT_EQ(automatic(correlation_of(0.5, kSkewed)), IntervalMethod::fisher_z);
}

TEST(IntervalChoice, AutomaticForOtherMeasures) {
  EXPECT_EQ(automatic(error_of(0.3, kEven)), IntervalMethod::percentile);
  EXPECT_EQ(automatic(error_of(0.99, kEven)), IntervalMethod::percentile);
  EXPECT_EQ(automatic(error_of(0.5, kSkewed)), IntervalMethod::bca);
}

TEST(IntervalChoice, EveryMethodOnRequestCountsUndefinedReplicates) {
  const BootstrapEstimate estimate = correlation_of(0.3, kEven);
  const ChosenInterval percentile = choose_interval(estimate, IntervalMethod::percentile, 0.9);
  EXPECT_DOUBLE_EQ(percentile.interval.low, 0.12);
  const ChosenInterval bca = choose_interval(estimate, IntervalMethod::bca, 0.9);
  EXPECT_EQ(bca.method, IntervalMethod::bca);
  EXPECT_DOUBLE_EQ(bca.interval.low, bca_interval(kEven, 0.3, kJackknife, 0.9).low);
  const ChosenInterval fisher = choose_interval(estimate, IntervalMethod::fisher_z, 0.9);
  EXPECT_EQ(fisher.method, IntervalMethod::fisher_z);
  EXPECT_DOUBLE_EQ(fisher.interval.high, fisher_z_interval(0.3, 100.0, CorrelationKind::pearson, 0.9).high);
  for (const ChosenInterval& chosen : {percentile, bca, fisher}) {
    EXPECT_EQ(chosen.interval.skipped, 1U);
  }
}

TEST(IntervalChoice, PercentilesStandInForWhatCannotBeHad) {
  BootstrapEstimate estimate = error_of(0.3, kEven);
  EXPECT_EQ(choose_interval(estimate, IntervalMethod::fisher_z, 0.95).method, IntervalMethod::percentile);
  estimate.jackknife = {};
  EXPECT_EQ(choose_interval(estimate, IntervalMethod::bca, 0.95).method, IntervalMethod::percentile);
  BootstrapEstimate few_rows = correlation_of(0.99, kEven);
  few_rows.correlation->n = 3.0;
  const ChosenInterval chosen = choose_interval(few_rows, IntervalMethod::automatic, 0.95);
  EXPECT_EQ(chosen.method, IntervalMethod::percentile);
  EXPECT_FALSE(std::isnan(chosen.interval.low));
}

TEST(IntervalChoice, Names) {
  EXPECT_EQ(name_of(IntervalMethod::automatic, interval_methods()), "auto");
  EXPECT_EQ(value_named("bca", interval_methods()), IntervalMethod::bca);
}

}  // namespace
}  // namespace cre
