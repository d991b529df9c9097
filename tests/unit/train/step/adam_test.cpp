// The Adam step against torch::optim::Adam and AdamW, implementations of their own.

#include "train/step/adam.h"

#include <gmock/gmock.h>
#include <torch/optim.h>

#include "model/small_network.h"

namespace cre {
namespace {

OptimizerConfig config_with_decay() {
  OptimizerConfig config;
  config.weight_decay = 0.1;
  config.beta2 = 0.98;
  return config;
}

void set_gradients(const std::vector<at::Tensor>& parameters, std::uint64_t step) {
  at::manual_seed(step);
  for (const at::Tensor& parameter : parameters) {
    parameter.mutable_grad() = at::randn_like(parameter);
  }
}

void take_step(Adam& optimizer, double learning_rate) {
  optimizer.step(at::scalar_tensor(learning_rate, Adam::rate_type(at::kCPU)), at::zeros({}));
}

at::Tensor further_value() {
  return at::tensor({0.5F, -2.0F}).set_requires_grad(true);
}

std::vector<at::Tensor> all_values(const Network& network, const at::Tensor& further) {
  std::vector<at::Tensor> values = network.parameters();
  values.push_back(further);
  return values;
}

// Twenty steps of ours and of LibTorch's optimizer of the same kind, from equal weights with equal gradients.
template <class Reference, class Options>
void expect_equal_to(Algorithm algorithm, double beta1, bool amsgrad) {
  const auto ours = small_network(), theirs = small_network();
  const at::Tensor our_value = further_value(), their_value = further_value();
  OptimizerConfig config = config_with_decay();
  config.algorithm = algorithm;
  config.beta1 = beta1;
  Adam optimizer(*ours, config, {{"task_log_variance", our_value}});
  std::vector<at::Tensor> decayed, plain{their_value};
  for (const auto& item : theirs->named_parameters()) {
    (is_decayed(item.key(), item.value()) ? decayed : plain).push_back(item.value());
  }
  const auto options = [&](double decay) {
    auto result = std::make_unique<Options>(1e-2);
    result->betas({beta1, 0.98}).eps(config.epsilon).weight_decay(decay).amsgrad(amsgrad);
    return result;
  };
  Reference reference({torch::optim::OptimizerParamGroup(decayed, options(0.1)),
                       torch::optim::OptimizerParamGroup(plain, options(0.0))});
  for (std::uint64_t step = 0; step < 20; ++step) {
    set_gradients(all_values(*ours, our_value), step);
    set_gradients(all_values(*theirs, their_value), step);
    take_step(optimizer, 1e-2);
    reference.step();
  }
  const auto expected = theirs->named_parameters();
  for (const auto& item : ours->named_parameters()) {
    EXPECT_TRUE(at::allclose(item.value(), expected[item.key()], 1e-5, 1e-6)) << item.key();
  }
  EXPECT_TRUE(at::allclose(our_value, their_value, 1e-5, 1e-6));
}

TEST(Adam, EqualsTheReferencesOverTwentySteps) {
  using torch::optim::AdamOptions, torch::optim::AdamWOptions;
  expect_equal_to<torch::optim::AdamW, AdamWOptions>(Algorithm::adamw, 0.9, false);
  expect_equal_to<torch::optim::AdamW, AdamWOptions>(Algorithm::adamw_amsgrad, 0.8, true);
  expect_equal_to<torch::optim::Adam, AdamOptions>(Algorithm::adam, 0.9, false);
  expect_equal_to<torch::optim::Adam, AdamOptions>(Algorithm::adam_amsgrad, 0.8, true);
}

TEST(Adam, DecaysMatricesAndFiltersOnly) {
  const at::Tensor filter = at::zeros({2, 3, 4}), vector = at::zeros({2}), g = at::zeros({2, 1, 1});
  EXPECT_TRUE(is_decayed("trunk.fuse.weight_v", filter));
  EXPECT_TRUE(is_decayed("heads.0.0.weight", at::zeros({2, 3})));
  EXPECT_FALSE(is_decayed("trunk.fuse.weight_g", g));
  EXPECT_FALSE(is_decayed("trunk.fuse.bias", vector));
  EXPECT_FALSE(is_decayed("trunk.stem.0.norm.weight", vector));
  EXPECT_FALSE(is_decayed("pooling.query", vector));
}

TEST(Adam, NeverDecaysFurtherValues) {
  const auto network = small_network();
  const at::Tensor matrix = at::ones({2, 2}).set_requires_grad(true);  // decayed, were it of the network
  OptimizerConfig config = config_with_decay();
  Adam optimizer(*network, config, {{"matrix", matrix}});
  for (const at::Tensor& value : all_values(*network, matrix)) {
    value.mutable_grad() = at::zeros_like(value);
  }
  const at::Tensor before = value_of(*network, "trunk.fuse.weight_v").detach().clone();
  take_step(optimizer, 0.5);
  EXPECT_TRUE(at::equal(matrix, at::ones({2, 2})));
  EXPECT_TRUE(at::allclose(value_of(*network, "trunk.fuse.weight_v"), before * (1.0 - 0.5 * 0.1)));
}

TEST(Adam, MomentsOfFurtherValuesAreKeptUnderTheirName) {
  const auto network = small_network();
  const at::Tensor value = further_value();
  Adam optimizer(*network, OptimizerConfig{}, {{"task_log_variance", value}});
  set_gradients(all_values(*network, value), 1);
  take_step(optimizer, 1e-2);
  const auto moments = optimizer.moments();
  EXPECT_EQ(moments.size(), network->parameters().size() + 1);
  EXPECT_EQ(moments.back().name, "task_log_variance");
  EXPECT_TRUE(at::allclose(moments.back().mean, 0.1 * value.grad()));
  EXPECT_TRUE(at::allclose(moments.back().square, 0.001 * value.grad().square(), 1e-4, 1e-9));
}

TEST(Adam, ClipsTheJointNorm) {
  const auto network = small_network();
  const at::Tensor value = further_value();
  Adam optimizer(*network, OptimizerConfig{}, {{"task_log_variance", value}});
  set_gradients(all_values(*network, value), 1);
  value.mutable_grad().fill_(100.0);  // of the norm of all, not of the network alone
  double squares = 0.0;
  for (const at::Tensor& parameter : all_values(*network, value)) {
    squares += parameter.grad().square().sum().item<double>();
  }
  EXPECT_NEAR(optimizer.clip_gradients(1.0, at::ones({})).item<double>(), std::sqrt(squares),
              1e-3 * std::sqrt(squares));
  EXPECT_NEAR(value.grad()[0].item<double>(), 100.0 / std::sqrt(squares), 1e-3);
  EXPECT_NEAR(optimizer.clip_gradients(1.0, at::ones({})).item<double>(), 1.0, 1e-3);
  // A norm below the limit stays.
  EXPECT_NEAR(optimizer.clip_gradients(50.0, at::ones({})).item<double>(), 1.0, 1e-3);
  EXPECT_NEAR(optimizer.clip_gradients(50.0, at::ones({})).item<double>(), 1.0, 1e-3);
}

TEST(Adam, UndoesTheScaleOfTheLossBeforeItClips) {
  const auto network = small_network();
  const at::Tensor value = further_value();
  Adam optimizer(*network, OptimizerConfig{}, {{"task_log_variance", value}});
  for (const at::Tensor& parameter : all_values(*network, value)) {
    parameter.mutable_grad() = at::zeros_like(parameter);
  }
  value.mutable_grad() = at::tensor({3.0F, -4.0F}) * 1024.0;
  EXPECT_NEAR(optimizer.clip_gradients(10.0, at::scalar_tensor(1024.0)).item<double>(), 5.0, 1e-5);
  EXPECT_TRUE(at::allclose(value.grad(), at::tensor({3.0F, -4.0F})));
  value.mutable_grad() = at::tensor({3.0F, -4.0F}) * 1024.0;
  EXPECT_NEAR(optimizer.clip_gradients(1.0, at::scalar_tensor(1024.0)).item<double>(), 5.0, 1e-5);
  EXPECT_TRUE(at::allclose(value.grad(), at::tensor({0.6F, -0.8F}), 1e-5));
}

TEST(Adam, ASkippedStepChangesNothing) {
  const auto network = small_network();
  const at::Tensor value = further_value();
  Adam optimizer(*network, OptimizerConfig{}, {{"value", value}});
  set_gradients(all_values(*network, value), 1);
  take_step(optimizer, 1e-2);
  const at::Tensor weight = value.detach().clone(), mean = optimizer.moments().back().mean.clone();
  optimizer.step(at::scalar_tensor(1e-2, Adam::rate_type(at::kCPU)), at::ones({}));
  EXPECT_TRUE(at::equal(value, weight));
  EXPECT_TRUE(at::equal(optimizer.moments().back().mean, mean));
  EXPECT_EQ(optimizer.steps(), 1);
}

TEST(Adam, AmsgradKeepsTheLargestMeanSquare) {
  const auto network = small_network();
  const at::Tensor value = further_value();
  OptimizerConfig config;
  config.algorithm = Algorithm::adam_amsgrad;
  config.beta2 = 0.5;
  Adam optimizer(*network, config, {{"value", value}});
  for (const float gradient : {4.0F, 1.0F}) {  // mean squares 8, then 4.5
    set_gradients(all_values(*network, value), 1);
    value.mutable_grad().fill_(gradient);
    take_step(optimizer, 1e-2);
  }
  EXPECT_TRUE(at::allclose(optimizer.moments().back().square, at::full({2}, 4.5F)));
  EXPECT_TRUE(at::allclose(optimizer.moments().back().largest, at::full({2}, 8.0F)));
  EXPECT_FALSE(Adam(*network, OptimizerConfig{}).moments().back().largest.defined());
}

}  // namespace
}  // namespace cre
