#include "ablation/comparison.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cre {
namespace {

using testing::DoubleNear;

/// One task. `pearson` are the replicates; the other values follow from them so that nothing is undefined.
ArmValues arm(double value, const std::vector<double>& pearson) {
  const ComparedLayout layout{1};
  ArmValues out;
  out.value.assign(layout.size(), value);
  out.replicate.assign(layout.size(), pearson);
  out.seed_pearson = {value};
  return out;
}

const ComparisonPlan kPlan{.measured = {103}, .confidence = 0.5, .alpha = 0.05};

TEST(Comparison, WorkedByHand) {
  // Differences of replicates: .1 .1 .1 -.1 -> quartiles .05 and .1; p = 2 * 1/4.
  const ArmValues baseline = arm(0.62, {0.60, 0.61, 0.62, 0.63});
  const ArmValues variant = arm(0.70, {0.70, 0.71, 0.72, 0.53});
  const Comparison c = compare(baseline, {variant}, {"wide"}, kPlan).at(0);
  EXPECT_EQ(c.name, "wide");
  EXPECT_NEAR(c.pearson[0].difference.value, 0.08, 1e-15);
  EXPECT_NEAR(c.pearson[0].difference.interval.low, 0.05, 1e-14);
  EXPECT_NEAR(c.pearson[0].difference.interval.high, 0.1, 1e-14);
  EXPECT_DOUBLE_EQ(c.macro_pearson.p, 0.5);
  EXPECT_DOUBLE_EQ(c.macro_pearson.p_adjusted, 0.5);
  EXPECT_NEAR(c.macro_pearson.fisher_p, 0.31432865195316173, 1e-13);  // scipy.stats.norm, see fisher tests
}

TEST(Comparison, HolmRunsOverVariants) {
  // 79 resamples above 0 give the floor 2 / 80 = .025; the third arm equals the baseline.
  const ArmValues baseline = arm(0.5, std::vector<double>(79, 0.5));
  const ArmValues better = arm(0.6, std::vector<double>(79, 0.6));
  const std::vector<Comparison> all = compare(baseline, {better, baseline, better}, {"a", "b", "c"}, kPlan);
  EXPECT_DOUBLE_EQ(all[0].macro_pearson.p, 0.025);
  EXPECT_THAT(all[0].macro_pearson.p_adjusted, DoubleNear(0.075, 1e-15));
  EXPECT_THAT(all[2].macro_pearson.p_adjusted, DoubleNear(0.075, 1e-15));
  EXPECT_DOUBLE_EQ(all[1].macro_pearson.p_adjusted, 1.0);
  EXPECT_FALSE(all[0].macro_pearson.significant);
  EXPECT_TRUE(compare(baseline, {better}, {"a"}, kPlan)[0].macro_pearson.significant);
}

TEST(Comparison, UndefinedArmStaysOutOfTheFamily) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const ArmValues baseline = arm(0.5, std::vector<double>(79, 0.5));
  const ArmValues better = arm(0.6, std::vector<double>(79, 0.6));
  const ArmValues constant = arm(nan, std::vector<double>(79, nan));
  const std::vector<Comparison> all = compare(baseline, {constant, better}, {"a", "b"}, kPlan);
  EXPECT_TRUE(std::isnan(all[0].macro_pearson.p_adjusted));
  EXPECT_EQ(all[0].macro_pearson.difference.interval.skipped, 79U);
  EXPECT_FALSE(all[0].macro_pearson.significant);
  EXPECT_DOUBLE_EQ(all[1].macro_pearson.p_adjusted, 0.025);
}

TEST(Comparison, SpreadOverSeeds) {
  ArmValues one = arm(0.5, {0.5});
  EXPECT_FALSE(seed_spread(one).has_value());
  one.seed_pearson = {0.5, 0.6, 0.7};
  EXPECT_NEAR(*seed_spread(one), 0.1, 1e-15);
}

}  // namespace
}  // namespace cre
