#include "training/learning_rate.h"

#include <gtest/gtest.h>

#include <numeric>

#include "training/epoch_plan.h"

namespace cre {
namespace {

TEST(LearningRate, FollowsValuesWorkedByHand) {
  // 21 steps, warm-up round(.2 * 21) = 4 steps from .01: then 16 steps of cosine, halfway at step 12.
  const ScheduleConfig schedule{.warmup = 0.2, .start = 0.01, .min_learning_rate = 0.1};
  EXPECT_NEAR(learning_rate(schedule, 1.0, 0, 21), 0.01, 1e-12);
  EXPECT_NEAR(learning_rate(schedule, 1.0, 2, 21), 0.505, 1e-12);
  EXPECT_NEAR(learning_rate(schedule, 1.0, 4, 21), 1.0, 1e-12);
  EXPECT_NEAR(learning_rate(schedule, 1.0, 12, 21), 0.55, 1e-12);
  EXPECT_NEAR(learning_rate(schedule, 1.0, 8, 21), 0.1 + 0.9 * (2.0 + std::sqrt(2.0)) / 4.0, 1e-12);
  EXPECT_NEAR(learning_rate(schedule, 1.0, 20, 21), 0.1, 1e-12);
}

TEST(LearningRate, StartsAtThePeakWithoutWarmup) {
  const ScheduleConfig schedule{.warmup = 0.0, .start = 0.01, .min_learning_rate = 0.0};
  EXPECT_DOUBLE_EQ(learning_rate(schedule, 0.003, 0, 10), 0.003);
  EXPECT_DOUBLE_EQ(learning_rate(schedule, 0.003, 0, 1), 0.003);
}

TEST(EpochPlan, ShowsEachRowOnceInEvenBatches) {
  std::vector<std::int64_t> rows(103);
  std::iota(rows.begin(), rows.end(), 1000);
  const EpochPlan plan(rows, 25, 1, 1);
  ASSERT_EQ(plan.steps(), 5);
  std::vector<std::int64_t> seen;
  for (std::int64_t step = 0; step < plan.steps(); ++step) {
    const auto batch = plan.rows_of_step(step);
    EXPECT_GE(batch.size(), 20U);
    EXPECT_LE(batch.size(), 21U);
    seen.insert(seen.end(), batch.begin(), batch.end());
  }
  EXPECT_NE(seen, rows);
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(seen, rows);
}

TEST(EpochPlan, OrderDependsOnSeedAndEpochAlone) {
  std::vector<std::int64_t> rows(50);
  std::iota(rows.begin(), rows.end(), 0);
  const auto order = [&](std::uint64_t seed, std::int64_t epoch) {
    const EpochPlan plan(rows, 50, seed, epoch);
    return std::vector<std::int64_t>(plan.rows_of_step(0).begin(), plan.rows_of_step(0).end());
  };
  EXPECT_EQ(order(1, 2), order(1, 2));
  EXPECT_NE(order(1, 2), order(1, 3));
  EXPECT_NE(order(1, 2), order(2, 2));
}

}  // namespace
}  // namespace cre
