#include "training/train_epoch.h"

#include "expect_error.h"
#include "training/epoch_plan.h"
#include "training/learning_rate.h"
#include "training/small_training.h"

namespace cre {
namespace {

TEST(TrainEpoch, IsTheStepsOfItsPlan) {
  const TrainConfig config = train_config(
      {{"batch", 5}, {"epochs", 3}, {"loss", {{"consistency", 0.5}}}, {"task_weights", {{"kind", "uncertainty"}}}});
  const ModelConfig model = small_config("multiscale", {{"motifs", "auxiliary"}});
  SmallTraining whole(config, model), steps(config, model);
  std::int64_t seen = 0, calls = 0;
  const EpochSummary summary = train_epoch(whole.state(), small_data(), config, at::kFloat, 1, [&](std::int64_t rows) {
    seen += rows;
    ++calls;
  });
  EXPECT_EQ(seen, 18);
  EXPECT_EQ(calls, 4);

  const EpochPlan plan(small_data().train_rows, 5, 1337, 1);
  double loss = 0.0, consistency = 0.0, motif_loss = 0.0, gradient_norm = 0.0, rate = 0.0;
  StepResult last;
  for (std::int64_t i = 0; i < 4; ++i) {
    const auto rows = plan.rows_of_step(i);
    rate = learning_rate(config.schedule, config.optimizer.learning_rate, i, 12);
    last = steps.step({rows.begin(), rows.end()}, 1, rate);
    const double share = static_cast<double>(rows.size()) / 18.0;
    loss += share * last.loss;
    consistency += share * last.consistency;
    motif_loss += share * last.motif_loss;
    gradient_norm += last.gradient_norm / 4.0;
  }
  EXPECT_NEAR(summary.loss, loss, 1e-9);
  EXPECT_NEAR(summary.consistency, consistency, 1e-9);
  EXPECT_NEAR(summary.motif_loss, motif_loss, 1e-9);
  EXPECT_NEAR(summary.gradient_norm, gradient_norm, 1e-9);
  EXPECT_EQ(summary.learning_rate, rate);
  ASSERT_EQ(summary.task_weights.size(), 2U);
  EXPECT_EQ(summary.task_weights[1], last.task_weights[1].item<double>());
  EXPECT_NE(summary.task_weights[1], 1.0);
}

TEST(TrainEpoch, DivergenceNamesEpochStepAndRate) {
  const TrainConfig config = train_config({{"optimizer", {{"learning_rate", 1e30}, {"clip", 1e30}}}, {"batch", 5}});
  SmallTraining training(config, small_config("multiscale", {{"multiscale", {{"norm", "none"}}}}));
  expect_error(ErrorKind::input, "training diverged in epoch 2, step ",
               [&] { train_epoch(training.state(), small_data(), config, at::kFloat, 2, [](std::int64_t) {}); });
}

TEST(TrainEpoch, WhatIsThrownBehindAStepEndsIt) {
  const TrainConfig config = train_config({{"batch", 5}});
  SmallTraining training(config);
  expect_error(ErrorKind::interrupted, "enough", [&] {
    train_epoch(training.state(), small_data(), config, at::kFloat, 1,
                [](std::int64_t) { fail(ErrorKind::interrupted, "enough"); });
  });
  EXPECT_EQ(training.optimizer.steps(), 1);
}

}  // namespace
}  // namespace cre
