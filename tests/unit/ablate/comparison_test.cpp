#include "ablate/comparison.h"

#include <cmath>
#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cre {
namespace {

using testing::DoubleNear;

/// One task. `pearson` are the replicates; the other values follow from them so that nothing is undefined.
ArmValues arm(double value, const std::vector<double>& pearson) {
  const MeasureLayout layout(1);
  ArmValues out;
  out.value.assign(layout.size(), value);
  out.replicate.assign(layout.size(), pearson);
  out.seed_pearson = {value};
  return out;
}

const ComparisonPlan kPlan{.confidence = 0.5, .alpha = 0.05};

/// Each variant against the same baseline, 103 rows.
std::vector<Comparison> compared(const ArmValues& baseline, const std::vector<ArmValues>& variants,
                                 const std::vector<double>& permutation_p = {}) {
  std::vector<ComparedPair> pairs;
  for (const ArmValues& variant : variants) {
    pairs.push_back({.name = "v" + std::to_string(pairs.size()),
                     .baseline = baseline,
                     .variant = variant,
                     .measured = {103},
                     .permutation_p = {}});
    if (!permutation_p.empty()) {
      pairs.back().permutation_p = {permutation_p.at(pairs.size() - 1), 0.5};
    }
  }
  return compare(pairs, kPlan);
}

const Difference& delta_of(const Comparison& comparison) {
  const MeasureLayout layout(1);
  return comparison.difference[layout.index("pearson", layout.macro())];
}

TEST(Comparison, WorkedByHand) {
  // Differences of replicates: .1 .1 .1 -.1 -> quartiles .05 and .1; p = 2 * 1/4.
  const ArmValues baseline = arm(0.62, {0.60, 0.61, 0.62, 0.63});
  const ArmValues variant = arm(0.70, {0.70, 0.71, 0.72, 0.53});
  const Comparison c = compared(baseline, {variant}).at(0);
  EXPECT_EQ(c.name, "v0");
  EXPECT_NEAR(delta_of(c).value, 0.08, 1e-15);
  EXPECT_NEAR(delta_of(c).interval.low, 0.05, 1e-14);
  EXPECT_NEAR(delta_of(c).interval.high, 0.1, 1e-14);
  EXPECT_NEAR(delta_of(c).standard_error, 0.1, 1e-14);  // mean .05, squares .0025 .0025 .0025 .0225, n - 1
  EXPECT_TRUE(std::isnan(c.pearson.back().permutation_p));
  EXPECT_DOUBLE_EQ(c.pearson.back().p, 0.5);
  EXPECT_DOUBLE_EQ(c.pearson.back().p_adjusted, 0.5);
  EXPECT_NEAR(c.pearson.back().fisher_p, 0.31432865195316173, 1e-13);  // scipy.stats.norm, see fisher tests
}

TEST(Comparison, HolmRunsOverVariants) {
  // 79 resamples above 0 give the floor 2 / 80 = .025; the third arm equals the baseline.
  const ArmValues baseline = arm(0.5, std::vector<double>(79, 0.5));
  const ArmValues better = arm(0.6, std::vector<double>(79, 0.6));
  const std::vector<Comparison> all = compared(baseline, {better, baseline, better});
  EXPECT_DOUBLE_EQ(all[0].pearson.back().p, 0.025);
  EXPECT_THAT(all[0].pearson.back().p_adjusted, DoubleNear(0.075, 1e-15));
  EXPECT_THAT(all[2].pearson.back().p_adjusted, DoubleNear(0.075, 1e-15));
  EXPECT_DOUBLE_EQ(all[1].pearson.back().p_adjusted, 1.0);
  EXPECT_FALSE(all[0].pearson.back().significant);
  EXPECT_TRUE(compared(baseline, {better})[0].pearson.back().significant);
}

TEST(Comparison, UndefinedArmStaysOutOfTheFamily) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const ArmValues baseline = arm(0.5, std::vector<double>(79, 0.5));
  const ArmValues better = arm(0.6, std::vector<double>(79, 0.6));
  const ArmValues constant = arm(nan, std::vector<double>(79, nan));
  const std::vector<Comparison> all = compared(baseline, {constant, better});
  EXPECT_TRUE(std::isnan(all[0].pearson.back().p_adjusted));
  EXPECT_EQ(delta_of(all[0]).interval.skipped, 79U);
  EXPECT_FALSE(all[0].pearson.back().significant);
  EXPECT_DOUBLE_EQ(all[1].pearson.back().p_adjusted, 0.025);
}

TEST(Comparison, PermutationsAreAdjustedWithinTheirMetric) {
  const ArmValues baseline = arm(0.5, std::vector<double>(79, 0.5));
  const std::vector<Comparison> all = compared(baseline, {baseline, baseline, baseline}, {0.01, 0.2, 0.03});
  EXPECT_DOUBLE_EQ(all[0].pearson[0].permutation_p_adjusted, 0.03);  // 3 x .01, 2 x .03, .2
  EXPECT_DOUBLE_EQ(all[2].pearson[0].permutation_p_adjusted, 0.06);
  EXPECT_DOUBLE_EQ(all[1].pearson[0].permutation_p_adjusted, 0.2);
  EXPECT_DOUBLE_EQ(all[1].pearson.back().permutation_p, 0.5);
}

TEST(Comparison, AloneNothingIsAdjusted) {
  const ArmValues baseline = arm(0.5, std::vector<double>(79, 0.5));
  const ComparedPair pair{.name = "linear baseline",
                          .baseline = baseline,
                          .variant = arm(0.4, std::vector<double>(79, 0.4)),
                          .measured = {103},
                          .permutation_p = {0.01, 0.5}};
  const Comparison c = compare_alone(pair, 0.5);
  EXPECT_EQ(c.name, "linear baseline");
  EXPECT_NEAR(delta_of(c).value, -0.1, 1e-15);
  EXPECT_NEAR(delta_of(c).interval.low, -0.1, 1e-15);
  EXPECT_EQ(c.difference.size(), MeasureLayout(1).size());
  for (const CorrelationTest& test : c.pearson) {
    EXPECT_DOUBLE_EQ(test.p, 0.025);
    EXPECT_GT(test.fisher_p, 0.0);
    EXPECT_TRUE(std::isnan(test.p_adjusted));
    EXPECT_TRUE(std::isnan(test.permutation_p_adjusted));
    EXPECT_FALSE(test.significant);
  }
  EXPECT_DOUBLE_EQ(c.pearson[0].permutation_p, 0.01);
}

TEST(Comparison, StandardErrorOfTheSeedsOfOneArm) {
  ArmValues one = arm(0.5, {0.5});
  EXPECT_FALSE(seed_standard_error(one).has_value());
  one.seed_pearson = {0.4, 0.6, 0.5, 0.5};  // squares .01 .01 0 0 over 3
  EXPECT_NEAR(*seed_standard_error(one), std::sqrt(0.02 / 3.0) / 2.0, 1e-15);
}

TEST(Comparison, StandardErrorOfTheSeeds) {
  ComparedPair pair{
      .name = "v", .baseline = arm(0.5, {0.5}), .variant = arm(0.5, {0.5}), .measured = {9}, .permutation_p = {}};
  EXPECT_FALSE(seed_standard_error(pair).has_value());
  pair.variant.seed_pearson = {0.5, 0.6, 0.7};  // SD .1
  EXPECT_FALSE(seed_standard_error(pair).has_value());
  pair.baseline.seed_pearson = {0.4, 0.6};  // SD sqrt(.02)
  EXPECT_NEAR(*seed_standard_error(pair), std::sqrt(0.01 / 3.0 + 0.02 / 2.0), 1e-15);
}

TEST(Comparison, SpreadOverSeeds) {
  ArmValues one = arm(0.5, {0.5});
  EXPECT_FALSE(seed_spread(one).has_value());
  one.seed_pearson = {0.5, 0.6, 0.7};
  EXPECT_NEAR(*seed_spread(one), 0.1, 1e-15);
}

}  // namespace
}  // namespace cre
