#include "train/train_epoch.h"

#include "expect_error.h"
#include "train/data/epoch_plan.h"
#include "train/small_training.h"
#include "train/step/learning_rate.h"

namespace cre {
namespace {

TEST(TrainEpoch, IsTheStepsOfItsPlan) {
  const TrainConfig config = train_config(
      {{"batch", 5}, {"epochs", 3}, {"loss", {{"consistency", 0.5}}}, {"task_weights", {{"kind", "uncertainty"}}}});
  const ModelConfig model = small_config("multiscale", {{"motifs", "auxiliary"}});
  SmallTraining whole(config, model), steps(config, model);
  std::int64_t seen = 0, calls = 0;
  EpochSummary summary;
  train_epoch(whole, small_data(), config, at::kFloat, 1, summary, [&](std::int64_t visits) {
    seen += visits;
    ++calls;
  });
  EXPECT_EQ(seen, 18);
  EXPECT_EQ(calls, 4);

  const EpochPlan plan(visits_of(small_data().train_rows), 5, 1337, 1);
  double loss = 0.0, consistency = 0.0, motif_loss = 0.0, gradient_norm = 0.0, rate = 0.0;
  StepResult last;
  for (std::int64_t i = 0; i < 4; ++i) {
    const auto visits = plan.visits_of_step(i);
    rate = learning_rate(config.schedule, ScheduleKind::cosine, 1e-3, i, {.steps_per_epoch = 4, .epochs = 3});
    last = train_step(steps, small_data(), config, {1, rate, at::kFloat}, visits);
    const double share = static_cast<double>(visits.size()) / 18.0;
    loss += share * last.loss;
    consistency += share * last.consistency;
    motif_loss += share * last.motif_loss;
    gradient_norm += share * last.gradient_norm;
  }
  EXPECT_NEAR(summary.loss, loss, 1e-9);
  EXPECT_NEAR(summary.consistency, consistency, 1e-9);
  EXPECT_NEAR(summary.motif_loss, motif_loss, 1e-9);
  EXPECT_NEAR(summary.gradient_norm, gradient_norm, 1e-9);
  EXPECT_EQ(summary.learning_rate, rate);
  EXPECT_EQ(summary.steps, 4);
  EXPECT_EQ(summary.visits, 18);
  ASSERT_EQ(summary.task_weights.size(), 2U);
  EXPECT_EQ(summary.task_weights[1], last.task_weights[1].item<double>());
  EXPECT_NE(summary.task_weights[1], 1.0);
}

TEST(TrainEpoch, DivergenceNamesEpochStepAndRate) {
  const TrainConfig config =
      train_config({{"optimizer", {{"learning_rate", 1e30}, {"clip", 1e30}}}, {"batch", 5}, {"max_skipped_steps", 2}});
  SmallTraining training(config, small_config("multiscale", {{"multiscale", {{"norm", "none"}}}}));
  EpochSummary summary;
  expect_error(ErrorKind::input, "training diverged in epoch 2, step ",
               [&] { train_epoch(training, small_data(), config, at::kFloat, 2, summary, [](std::int64_t) {}); });
}

TEST(TrainEpoch, WhatIsThrownBehindAStepEndsIt) {
  const TrainConfig config = train_config({{"batch", 5}});
  SmallTraining training(config);
  EpochSummary summary;
  expect_error(ErrorKind::interrupted, "enough", [&] {
    train_epoch(training, small_data(), config, at::kFloat, 1, summary,
                [](std::int64_t) { fail(ErrorKind::interrupted, "enough"); });
  });
  EXPECT_EQ(training.optimizer.steps(), 1);
}

}  // namespace
}  // namespace cre
