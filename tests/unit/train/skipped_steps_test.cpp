// Steps without a finite loss and gradient change nothing but their count.

#include <limits>

#include "expect_error.h"
#include "train/small_training.h"
#include "train/train_epoch.h"

namespace cre {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TrainingData data_with_target(float value, const std::vector<std::int64_t>& rows) {
  TrainingData data = small_data();
  data.target = data.target.clone();
  for (const std::int64_t row : rows) {
    data.target[row].fill_(value);
  }
  return data;
}

SmallTraining training_with(const nlohmann::json& section) {
  return SmallTraining(train_config(section), small_config("multiscale", {{"multiscale", {{"norm", "weight+batch"}}}}));
}

StepResult step_on(SmallTraining& training, const TrainingData& data) {
  return train_step(training, data, training.config, {.epoch = 1, .learning_rate = 1e-2}, visits_of(kBatchRows));
}

// Everything that a step may change, apart from its counts.
std::vector<at::Tensor> values_of(const SmallTraining& training) {
  std::vector<at::Tensor> values = training.network->parameters();
  for (const at::Tensor& buffer : training.network->buffers()) {
    values.push_back(buffer);
  }
  for (const Adam::Moments& moments : training.optimizer.moments()) {
    values.push_back(moments.mean);
    values.push_back(moments.square);
  }
  for (const auto& [name, value] : training.average.state()) {
    values.push_back(value);
  }
  for (const auto& [name, value] : training.task_weights.state()) {
    values.push_back(value);
  }
  for (at::Tensor& value : values) {
    value = value.detach().clone();
  }
  return values;
}

void expect_skipped(SmallTraining& training, const TrainingData& data) {
  const std::vector<at::Tensor> before = values_of(training);
  const std::int64_t steps = training.optimizer.steps();
  EXPECT_TRUE(step_on(training, data).skipped);
  const std::vector<at::Tensor> after = values_of(training);
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_TRUE(at::equal(after[i], before[i])) << i;
  }
  EXPECT_EQ(training.optimizer.steps(), steps);
}

TEST(SkippedSteps, ALossThatIsNotFiniteChangesNothing) {
  for (const char* kind : {"equal", "inverse_variance", "uncertainty", "gradnorm"}) {
    SmallTraining training = training_with({{"weight_average", 0.9}, {"task_weights", {{"kind", kind}, {"every", 1}}}});
    EXPECT_FALSE(step_on(training, small_data()).skipped);
    expect_skipped(training, data_with_target(kNan, {4}));
    TrainingData weights = small_data();
    weights.weight = weights.weight.clone();
    weights.weight[5].fill_(kNan);
    expect_skipped(training, weights);
    EXPECT_EQ(training.counts.tried, 3);
    EXPECT_EQ(training.counts.skipped, 2);
    EXPECT_EQ(training.counts.skipped_in_a_row, 2);
    EXPECT_FALSE(step_on(training, small_data()).skipped);
    EXPECT_EQ(training.counts.skipped, 2);
    EXPECT_EQ(training.counts.skipped_in_a_row, 0);
  }
}

TEST(SkippedSteps, AGradientThatIsNotFiniteChangesNothing) {
  // Squared errors of about 1e37 are finite in float32. The gradient of a direction v of weight norm is that of the
  // weight over |v|, here 1e14 times as large, and its square is not.
  SmallTraining training =
      training_with({{"loss", {{"kind", "mse"}}}, {"task_weights", {{"kind", "gradnorm"}, {"every", 1}}}});
  const TrainingData data = data_with_target(4e18F, kBatchRows);
  {
    const torch::NoGradGuard no_gradients;
    value_of(*training.network, "trunk.fuse.weight_v").mul_(1e-14);
  }
  const StepResult result = step_on(training, data);
  ASSERT_TRUE(std::isfinite(result.loss));
  ASSERT_FALSE(std::isfinite(result.gradient_norm));
  expect_skipped(training, data);
}

TEST(SkippedSteps, Float16HalvesItsScale) {
  SmallTraining training = training_with({{"precision", "fp16"}});
  EXPECT_TRUE(step_on(training, data_with_target(kNan, {4})).skipped);
  EXPECT_EQ(training.loss_scale.value(), 32768.0);
  EXPECT_FALSE(step_on(training, small_data()).skipped);
  EXPECT_EQ(training.loss_scale.value(), 32768.0);
}

TEST(SkippedSteps, TheScaleOfTheLossDoesNotReachTheWeights) {
  // Powers of two are exact: equal weights bit for bit.
  SmallTraining scaled = training_with({{"precision", "fp16"}}), plain = training_with({{"precision", "fp32"}});
  for (int i = 0; i < 3; ++i) {
    const StepResult one = step_on(scaled, small_data()), other = step_on(plain, small_data());
    EXPECT_EQ(one.loss, other.loss);
    EXPECT_NEAR(one.gradient_norm, other.gradient_norm, 1e-5 * other.gradient_norm);
  }
  const auto expected = plain.network->named_parameters();
  for (const auto& item : scaled.network->named_parameters()) {
    EXPECT_TRUE(at::allclose(item.value(), expected[item.key()], 1e-4, 1e-6)) << item.key();
  }
}

TEST(SkippedSteps, LeaveTheMeansOfTheEpoch) {
  SmallTraining training = training_with({{"batch", 5}});
  const std::int64_t row = small_data().train_rows.front();
  std::vector<double> losses;
  EpochSummary summary;
  train_epoch(training, data_with_target(kNan, {row}), training.config, at::kFloat, 1, summary, [](std::int64_t) {});
  EXPECT_EQ(training.counts.skipped, 1);
  EXPECT_EQ(training.optimizer.steps(), 3);
  EXPECT_EQ(summary.steps, 4);
  EXPECT_TRUE(summary.visits == 13 || summary.visits == 14) << summary.visits;  // 18 without 5 or 4
  EXPECT_TRUE(std::isfinite(summary.loss) && summary.loss > 0.0);
}

TEST(SkippedSteps, TooManyInARowEndTheTrainingWithItsDiagnosis) {
  SmallTraining training = training_with({{"batch", 5}, {"max_skipped_steps", 3}});
  const TrainingData data = data_with_target(kNan, small_data().train_rows);
  EpochSummary summary;
  expect_error(ErrorKind::input,
               "training diverged in epoch 1, step 3: 3 steps in a row without a finite loss and gradient (3 of 3 in "
               "all), the last with loss nan and gradient norm nan at learning rate",
               [&] { train_epoch(training, data, training.config, at::kFloat, 1, summary, [](std::int64_t) {}); });
}

TEST(SkippedSteps, AnEpochOfThemEndsTheTraining) {
  SmallTraining training = training_with({{"batch", 5}});
  const TrainingData data = data_with_target(kNan, small_data().train_rows);
  EpochSummary summary;
  expect_error(ErrorKind::input, "training diverged in epoch 1, step 4: 4 steps in a row",
               [&] { train_epoch(training, data, training.config, at::kFloat, 1, summary, [](std::int64_t) {}); });
}

TEST(SkippedSteps, AnInfiniteLearningRateEndsTheTraining) {
  SmallTraining training =
      training_with({{"batch", 5}, {"max_skipped_steps", 2}, {"schedule", {{"kind", "constant"}}}});
  OptimizerConfig infinite;
  infinite.learning_rate = std::numeric_limits<double>::infinity();
  training.optimizer = Adam(*training.network, infinite);
  EpochSummary summary;
  // The first step is taken, and leaves weights that no later step can use.
  expect_error(ErrorKind::input, "training diverged in epoch 1, step 3: 2 steps in a row", [&] {
    train_epoch(training, small_data(), training.config, at::kFloat, 1, summary, [](std::int64_t) {});
  });
  EXPECT_EQ(training.counts.tried, 3);
}

}  // namespace
}  // namespace cre
