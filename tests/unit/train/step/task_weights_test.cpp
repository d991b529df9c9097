#include "train/step/task_weights.h"

#include <cmath>

#include "train/expect_values.h"

namespace cre {
namespace {

// One batch of errors (B, K) with weights; targets are 0.
void observe(TaskWeights& weights, const std::vector<float>& errors, const std::vector<float>& weight) {
  const at::Tensor error = at::tensor(errors).view({-1, 2});
  weights.observe(error, at::zeros_like(error), at::tensor(weight).view({-1, 2}));
}

TEST(TaskWeights, EqualOnesAreOne) {
  TaskWeights weights({}, 3, at::kCPU);
  expect_values(weights.of_epoch(9), {1.0, 1.0, 1.0});
  EXPECT_EQ(weights.penalty().item<float>(), 0.0F);
  EXPECT_TRUE(weights.learned().empty());
}

TaskWeightsConfig inverse_variance(std::int64_t start_epochs, double cap) {
  return {.kind = TaskWeighting::inverse_variance, .start_epochs = start_epochs, .decay = 0.5, .cap = cap};
}

TEST(TaskWeights, InverseVarianceFollowsTheResiduals) {
  TaskWeights weights(inverse_variance(1, 10.0), 2, at::kCPU);
  observe(weights, {1.0F, 2.0F, 3.0F, 4.0F}, {3.0F, 1.0F, 1.0F, 0.0F});  // (3 · 1 + 9) / 4 = 3; 4
  expect_values(weights.of_epoch(1), {1.0, 1.0});
  expect_values(weights.of_epoch(2), to_sum({1.0 / 3.0001, 1.0 / 4.0001}));
  observe(weights, {1.0F, 9.0F, 1.0F, 9.0F}, {1.0F, 0.0F, 1.0F, 0.0F});  // the second task is missing
  expect_values(weights.of_epoch(2), to_sum({1.0 / (0.5 * 3.0 + 0.5 * 1.0 + 1e-4), 1.0 / 4.0001}));
  observe(weights, {0.0F, 2.0F}, {1.0F, 1.0F});
  expect_values(weights.of_epoch(2), to_sum({1.0 / (0.5 * 2.0 + 1e-4), 1.0 / 4.0001}));
}

// The weights after one batch whose residual variances are given.
std::vector<double> weights_for(const std::vector<double>& variances, double cap) {
  const auto tasks = static_cast<std::int64_t>(variances.size());
  TaskWeights weights(inverse_variance(0, cap), tasks, at::kCPU);
  const at::Tensor errors = at::tensor(variances).sqrt().to(at::kFloat).unsqueeze(0);
  weights.observe(errors, at::zeros_like(errors), at::ones_like(errors));
  const at::Tensor found = weights.of_epoch(1).to(at::kDouble).contiguous();
  return {found.data_ptr<double>(), found.data_ptr<double>() + tasks};
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected) {
  expect_values(at::tensor(found), expected);
}

TEST(TaskWeights, WhatTheCapTakesIsSpreadOverTheOthersInProportion) {
  const double a = 1.0 / 0.0101, b = 1.0 / 1.0001, c = 1.0 / 2.0001;
  // The first would have nearly 3; with 2 it leaves 1 to the others.
  expect_near(weights_for({0.01, 1.0, 2.0}, 2.0), {2.0, b / (b + c), c / (b + c)});
  expect_near(weights_for({0.01, 1.0, 2.0}, 10.0), to_sum({a, b, c}));
  // 1.9 for the others would lift the second to 1.27: it is capped in turn.
  expect_near(weights_for({0.01, 1.0, 2.0}, 1.1), {1.1, 1.1, 0.8});
  expect_near(weights_for({0.01, 1.0, 2.0}, 1.0), {1.0, 1.0, 1.0});
}

TEST(TaskWeights, InverseVarianceOfTasksNotYetMeasured) {
  TaskWeights weights(inverse_variance(0, 10.0), 2, at::kCPU);
  expect_values(weights.of_epoch(1), {1.0, 1.0});
  observe(weights, {2.0F, 9.0F}, {1.0F, 0.0F});  // the second takes the mean of the others
  expect_values(weights.of_epoch(1), {1.0, 1.0});
  observe(weights, {2.0F, 1.0F}, {1.0F, 1.0F});  // its first value counts alone
  expect_values(weights.of_epoch(1), to_sum({1.0 / 4.0001, 1.0 / 1.0001}));
}

TEST(TaskWeights, InverseVarianceTakesItsStandardDecay) {
  TaskWeights weights({.kind = TaskWeighting::inverse_variance, .start_epochs = 0, .cap = 10.0}, 2, at::kCPU);
  observe(weights, {2.0F, 1.0F}, {1.0F, 1.0F});
  observe(weights, {0.0F, 1.0F}, {1.0F, 1.0F});
  expect_values(weights.of_epoch(1), to_sum({1.0 / (0.98 * 4.0 + 1e-4), 1.0 / 1.0001}));
}

TEST(TaskWeights, UncertaintyLearnsTheLogVariance) {
  TaskWeights weights({.kind = TaskWeighting::uncertainty}, 2, at::kCPU);
  expect_values(weights.of_epoch(1), {1.0, 1.0});
  ASSERT_EQ(weights.learned().size(), 1U);
  const auto [name, s] = weights.learned().front();
  EXPECT_EQ(name, "task_log_variance");
  {
    const torch::NoGradGuard no_gradients;
    s.copy_(at::tensor({std::log(2.0F), 0.0F}));
  }
  expect_values(weights.of_epoch(1), {0.5, 1.0});
  EXPECT_NEAR(weights.penalty().item<double>(), std::log(2.0) / 2.0, 1e-6);
  // d/ds (exp(-s) L + s / 2) = -exp(-s) L + 1 / 2.
  ((weights.of_epoch(1) * at::tensor({3.0F, 5.0F})).sum() + weights.penalty()).backward();
  expect_values(s.grad(), {-1.5 + 0.5, -5.0 + 0.5});
}

// GradNorm is in gradnorm_test.cpp; here only what it leaves in the state.
void balance(TaskWeights& weights) {
  const at::Tensor w = at::ones({2}).set_requires_grad(true);
  weights.balance(at::stack({w[0].square(), (2.0 * w[1]).square()}), w);
}

TEST(TaskWeights, StateIsEverythingThatChanges) {
  for (const TaskWeightsConfig& config :
       {inverse_variance(0, 10.0), TaskWeightsConfig{.kind = TaskWeighting::uncertainty},
        TaskWeightsConfig{.kind = TaskWeighting::gradnorm}}) {
    TaskWeights trained(config, 2, at::kCPU), restored(config, 2, at::kCPU);
    observe(trained, {1.0F, 2.0F}, {1.0F, 1.0F});
    balance(trained);
    const torch::NoGradGuard no_gradients;
    for (const auto& [name, value] : trained.learned()) {
      value.copy_(at::tensor({0.5F, -0.5F}));
    }
    const auto from = trained.state(), to = restored.state();
    for (std::size_t i = 0; i < from.size(); ++i) {
      to[i].second.copy_(from[i].second);
    }
    EXPECT_FALSE(at::equal(trained.of_epoch(1), at::ones({2})));
    EXPECT_TRUE(at::equal(restored.of_epoch(1), trained.of_epoch(1)));
    EXPECT_TRUE(at::equal(restored.penalty(), trained.penalty()));
  }
}

}  // namespace
}  // namespace cre
