#include "train/step/learning_rate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "train/data/epoch_plan.h"

namespace cre {
namespace {

double rate_at(const ScheduleConfig& schedule, ScheduleKind kind, std::int64_t step, TrainingLength length) {
  return learning_rate(schedule, kind, 1.0, step, length);
}

TEST(LearningRate, CosineFollowsValuesWorkedByHand) {
  // 21 steps, warm-up round(.2 * 21) = 4 steps from .01: then 16 steps of cosine, halfway at step 12.
  const ScheduleConfig schedule{.warmup = 0.2, .warmup_epochs = {}, .start = 0.01, .min_learning_rate = 0.1};
  const auto rate = [&](std::int64_t step) { return rate_at(schedule, ScheduleKind::cosine, step, {7, 3}); };
  EXPECT_NEAR(rate(0), 0.01, 1e-12);
  EXPECT_NEAR(rate(2), 0.505, 1e-12);
  EXPECT_NEAR(rate(4), 1.0, 1e-12);
  EXPECT_NEAR(rate(12), 0.55, 1e-12);
  EXPECT_NEAR(rate(8), 0.1 + 0.9 * (2.0 + std::sqrt(2.0)) / 4.0, 1e-12);
  EXPECT_NEAR(rate(20), 0.1, 1e-12);
}

TEST(LearningRate, StartsAtThePeakWithoutWarmup) {
  const ScheduleConfig schedule{.warmup = 0.0, .warmup_epochs = {}, .start = 0.01, .min_learning_rate = 0.0};
  EXPECT_DOUBLE_EQ(learning_rate(schedule, ScheduleKind::cosine, 0.003, 0, {10, 1}), 0.003);
  EXPECT_DOUBLE_EQ(learning_rate(schedule, ScheduleKind::cosine, 0.003, 0, {1, 1}), 0.003);
}

TEST(LearningRate, WarmupMayBeGivenInEpochs) {
  // 1.5 epochs of 4 steps instead of a share of 40 steps: 6 steps from .1.
  const ScheduleConfig schedule{.warmup = 0.5, .warmup_epochs = 1.5, .start = 0.1};
  const auto rate = [&](std::int64_t step) { return rate_at(schedule, ScheduleKind::constant, step, {4, 10}); };
  EXPECT_NEAR(rate(0), 0.1, 1e-12);
  EXPECT_NEAR(rate(2), 0.4, 1e-12);
  EXPECT_NEAR(rate(5), 0.85, 1e-12);
  EXPECT_EQ(rate(6), 1.0);
}

TEST(LearningRate, RestartsAsPyTorchDoes) {
  // torch CosineAnnealingWarmRestarts with T_0 4, T_mult 1 and eta_min .2:
  // eta_min + (1 - eta_min) (1 + cos(pi (step mod T_0) / T_0)) / 2.
  const ScheduleConfig schedule{.warmup = 0.0, .warmup_epochs = {}, .min_learning_rate = 0.2, .restart_steps = 4};
  const double expected[] = {1.0, 0.882842712474619, 0.6, 0.31715728752538104};
  for (std::int64_t step = 0; step < 12; ++step) {
    EXPECT_NEAR(rate_at(schedule, ScheduleKind::cosine_restarts, step, {3, 4}), expected[step % 4], 1e-12) << step;
  }
}

TEST(LearningRate, RestartsCountFromTheEndOfTheWarmup) {
  const ScheduleConfig schedule{.warmup = 0.25, .warmup_epochs = {}, .start = 0.0, .restart_steps = 4};
  const auto rate = [&](std::int64_t step) { return rate_at(schedule, ScheduleKind::cosine_restarts, step, {3, 4}); };
  EXPECT_NEAR(rate(1), 1.0 / 3.0, 1e-12);
  EXPECT_EQ(rate(3), 1.0);
  EXPECT_NEAR(rate(5), 0.5, 1e-12);
  EXPECT_EQ(rate(7), 1.0);
}

TEST(LearningRate, ConstantStaysAtThePeak) {
  const ScheduleConfig schedule{.warmup = 0.0, .warmup_epochs = {}, .min_learning_rate = 0.1};
  for (const std::int64_t step : {0, 5, 11}) {
    EXPECT_EQ(rate_at(schedule, ScheduleKind::constant, step, {3, 4}), 1.0);
  }
}

TEST(LearningRate, AMinimumAboveThePeakIsThePeak) {
  const ScheduleConfig schedule{.warmup = 0.0, .warmup_epochs = {}, .min_learning_rate = 5.0};
  EXPECT_EQ(rate_at(schedule, ScheduleKind::cosine, 11, {3, 4}), 1.0);
}

std::vector<Visit> once_each(const std::vector<std::int64_t>& rows) {
  std::vector<Visit> visits;
  for (const std::int64_t row : rows) {
    visits.push_back({row, 0});
  }
  return visits;
}

TEST(EpochPlan, ShowsEachRowOnceInEvenBatches) {
  std::vector<std::int64_t> rows(103);
  std::iota(rows.begin(), rows.end(), 1000);
  const EpochPlan plan(once_each(rows), 25, 1, 1);
  ASSERT_EQ(plan.steps(), 5);
  std::vector<std::int64_t> seen;
  for (std::int64_t step = 0; step < plan.steps(); ++step) {
    const auto batch = plan.visits_of_step(step);
    EXPECT_GE(batch.size(), 20U);
    EXPECT_LE(batch.size(), 21U);
    for (const Visit& visit : batch) {
      seen.push_back(visit.row);
    }
  }
  EXPECT_NE(seen, rows);
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(seen, rows);
}

TEST(EpochPlan, OrderDependsOnSeedAndEpochAlone) {
  std::vector<std::int64_t> rows(50);
  std::iota(rows.begin(), rows.end(), 0);
  const auto order = [&](std::uint64_t seed, std::int64_t epoch) {
    const EpochPlan plan(once_each(rows), 50, seed, epoch);
    std::vector<std::int64_t> shuffled;
    for (const Visit& visit : plan.visits_of_step(0)) {
      shuffled.push_back(visit.row);
    }
    return shuffled;
  };
  EXPECT_EQ(order(1, 2), order(1, 2));
  EXPECT_NE(order(1, 2), order(1, 3));
  EXPECT_NE(order(1, 2), order(2, 2));
}

}  // namespace
}  // namespace cre
