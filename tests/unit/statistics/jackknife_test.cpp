// Statistics without each unit, against the plain ones of the rows that are left.

#include "statistics/jackknife.h"

#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.h"
#include "statistics/auroc_jackknife.h"
#include "statistics/classification.h"
#include "statistics/concordance.h"
#include "statistics/correlation.h"
#include "statistics/prediction_error.h"
#include "statistics/resampled_mean.h"
#include "statistics/resampled_moments.h"
#include "statistics/spearman_jackknife.h"

namespace cre {
namespace {

using testing::ElementsAre;

struct Pairs {
  std::vector<double> x, y;
};

/// Values rounded to 1 / steps, which makes ties.
Pairs correlated_pairs(std::size_t rows, double steps, double offset) {
  RandomStream stream(RandomPurpose::simulation, 15);
  Pairs out;
  for (std::size_t i = 0; i < rows; ++i) {
    const double x = stream.normal();
    out.x.push_back(offset + std::round(x * steps) / steps);
    out.y.push_back(std::round((0.6 * x + 0.8 * stream.normal()) * steps) / steps);
  }
  return out;
}

Pairs without(const Pairs& pairs, const ResampleUnits& units, std::uint32_t unit) {
  Pairs out;
  for (std::size_t row = 0; row < pairs.x.size(); ++row) {
    if (unit_of(units, row) != unit) {
      out.x.push_back(pairs.x[row]);
      out.y.push_back(pairs.y[row]);
    }
  }
  return out;
}

/// Rows in groups of 1, 2, ... `largest` rows, dealt over the table.
ResampleUnits mixed_groups(std::size_t rows, std::size_t largest) {
  std::vector<std::int64_t> group;
  for (std::size_t size = 1, number = 0; group.size() < rows; size = size % largest + 1, ++number) {
    group.insert(group.end(), std::min(size, rows - group.size()), static_cast<std::int64_t>(number));
  }
  RandomStream stream(RandomPurpose::split, 3);
  shuffle(group, stream);
  return group_units(group);
}

void expect_exact_spearman(const Pairs& pairs, const ResampleUnits& units) {
  const std::vector<double> fast = spearman_without_each(pairs.x, pairs.y, units);
  ASSERT_EQ(fast.size(), units.count);
  for (std::uint32_t unit = 0; unit < units.count; ++unit) {
    const Pairs left = without(pairs, units, unit);
    EXPECT_NEAR(fast[unit], spearman(left.x, left.y), 1e-13) << unit;
  }
}

TEST(SpearmanJackknife, EqualsRankingAnewWithAndWithoutTies) {
  for (const double steps : {1.0, 4.0, 1e9}) {
    expect_exact_spearman(correlated_pairs(150, steps, 0.0), element_units(150));
  }
}

TEST(SpearmanJackknife, GroupsSmallAndLarge) {
  for (const double steps : {2.0, 1e9}) {
    const Pairs pairs = correlated_pairs(200, steps, 0.0);
    expect_exact_spearman(pairs, mixed_groups(200, 5));   // all below sqrt(200)
    expect_exact_spearman(pairs, mixed_groups(200, 30));  // some computed from counts
  }
}

TEST(SpearmanJackknife, UndefinedWhereASeriesIsConstantWithoutTheRow) {
  const std::vector<double> x = {1.0, 1.0, 1.0, 2.0};
  const std::vector<double> y = {0.5, 0.1, 0.9, 0.3};
  const std::vector<double> rho = spearman_without_each(x, y, element_units(4));
  EXPECT_FALSE(std::isnan(rho[0]));
  EXPECT_TRUE(std::isnan(rho[3]));
}

void expect_exact_moments(const Pairs& pairs, const ResampleUnits& units, double tolerance) {
  const std::vector<MomentMetrics> fast = ResampledMoments(pairs.x, pairs.y).without_each(units);
  ASSERT_EQ(fast.size(), units.count);
  for (std::uint32_t unit = 0; unit < units.count; ++unit) {
    const Pairs left = without(pairs, units, unit);
    EXPECT_NEAR(fast[unit].pearson, pearson(left.x, left.y), tolerance) << unit;
    EXPECT_NEAR(fast[unit].concordance, concordance(left.x, left.y), tolerance) << unit;
    const double mse = mean_squared_error(left.x, left.y);
    EXPECT_NEAR(fast[unit].mse, mse, tolerance * mse) << unit;
    EXPECT_NEAR(fast[unit].mae, mean_absolute_error(left.x, left.y), tolerance * std::sqrt(mse)) << unit;
    EXPECT_NEAR(fast[unit].r_squared, r_squared(left.x, left.y), tolerance * std::abs(1 - fast[unit].r_squared))
        << unit;
  }
}

TEST(MomentJackknife, EqualsComputingAnew) {
  expect_exact_moments(correlated_pairs(101, 1e9, 0.0), element_units(101), 1e-12);
  expect_exact_moments(correlated_pairs(101, 1e9, 1000.0), element_units(101), 1e-12);
  expect_exact_moments(correlated_pairs(101, 2.0, 0.0), mixed_groups(101, 9), 1e-12);
}

TEST(MomentJackknife, OneRowThatHoldsNearlyAllOfASumCostsNoDigits) {
  Pairs pairs = correlated_pairs(50, 1e9, 0.0);
  pairs.x[7] = 1e7;
  pairs.y[30] = -1e6;
  // The other values stand 2e5 from the mean of all, which leaves them 11 digits.
  expect_exact_moments(pairs, element_units(50), 1e-9);

  const std::vector<double> one_value = {0.1, 0.1, 0.1, 1e6, 0.1};
  const std::vector<double> others = {0.3, 0.7, 0.2, 0.4, 0.9};
  EXPECT_TRUE(std::isnan(ResampledMoments(one_value, others).without_each(element_units(5))[3].pearson));
}

TEST(AurocJackknife, EqualsComputingAnew) {
  const Pairs pairs = correlated_pairs(150, 3.0, 0.0);
  const std::vector<std::uint8_t> label = active_labels(pairs.x, 0.4);
  for (const ResampleUnits& units : {element_units(150), mixed_groups(150, 40)}) {
    const std::vector<double> fast = auroc_without_each(label, pairs.y, units);
    ASSERT_EQ(fast.size(), units.count);
    for (std::uint32_t unit = 0; unit < units.count; ++unit) {
      const Pairs left = without(pairs, units, unit);
      EXPECT_NEAR(fast[unit], auroc(active_labels(left.x, 0.4), left.y), 1e-14) << unit;
    }
  }
  const std::vector<double> last_of_its_label =
      auroc_without_each(std::vector<std::uint8_t>{1, 0, 0}, std::vector<double>{0.3, 0.2, 0.5}, element_units(3));
  EXPECT_TRUE(std::isnan(last_of_its_label[0]));
  EXPECT_EQ(last_of_its_label[2], 1.0);
}

TEST(WeightedMeanJackknife, WorkedByHand) {
  const std::vector<double> values = {10.0, 20.0, 30.0, 1e20};
  const std::vector<double> weights = {1.0, 3.0, 2.0, 1.0};
  const ResampleUnits units = group_units(std::vector<std::int64_t>{1, 2, 1, 3});
  const std::vector<double> means = weighted_mean_without_each(values, weights, units);
  EXPECT_DOUBLE_EQ(means[2], (10.0 + 60.0 + 60.0) / 6.0);  // without the huge value, to the last digit
  EXPECT_DOUBLE_EQ(means[0], (60.0 + 1e20) / 4.0);
  EXPECT_TRUE(
      std::isnan(weighted_mean_without_each(std::vector<double>{5.0}, std::vector<double>{2.0}, element_units(1))[0]));
}

TEST(Jackknife, UnitsOfSomeRowsKeepTheirNumbers) {
  const ResampleUnits units = group_units(std::vector<std::int64_t>{4, 9, 4, 2});
  const ResampleUnits some = units_of_rows(units, std::vector<std::uint32_t>{3, 0, 2});
  EXPECT_THAT(some.unit_of_row, ElementsAre(2U, 0U, 0U));
  EXPECT_EQ(some.count, 3U);
  EXPECT_THAT(units_of_rows(element_units(4), std::vector<std::uint32_t>{1, 3}).unit_of_row, ElementsAre(1U, 3U));

  // A unit that no row belongs to leaves the statistic as it is.
  const std::vector<double> x = {1.0, 3.0, 2.0};
  const std::vector<double> y = {0.5, 0.1, 0.9};
  EXPECT_NEAR(spearman_without_each(x, y, some)[1], spearman(x, y), 1e-15);
  EXPECT_NEAR(ResampledMoments(x, y).without_each(some)[1].pearson, pearson(x, y), 1e-15);
}

}  // namespace
}  // namespace cre
