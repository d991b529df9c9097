// The Adam step against torch::optim::AdamW, an implementation of its own.

#include "training/adamw.h"

#include <gtest/gtest.h>

#include "model/small_network.h"

namespace cre {
namespace {

OptimizerConfig config_with_decay() {
  OptimizerConfig config;
  config.weight_decay = 0.1;
  config.beta2 = 0.98;
  return config;
}

void set_gradients(const Network& network, int step) {
  at::manual_seed(step);
  for (at::Tensor& parameter : network.parameters()) parameter.mutable_grad() = at::randn_like(parameter);
}

TEST(AdamW, EqualsTheReferenceOverTwentySteps) {
  const auto ours = testing::small_network(), theirs = testing::small_network();
  const OptimizerConfig config = config_with_decay();
  AdamW optimizer(*ours, config);
  std::vector<at::Tensor> decayed, plain;
  for (const auto& item : theirs->named_parameters()) {
    (is_decayed(item.key(), item.value()) ? decayed : plain).push_back(item.value());
  }
  const auto options = [&](double decay) {
    auto result = std::make_unique<torch::optim::AdamWOptions>(1e-2);
    result->betas({config.beta1, config.beta2}).eps(config.epsilon).weight_decay(decay);
    return result;
  };
  torch::optim::AdamW reference({torch::optim::OptimizerParamGroup(decayed, options(0.1)),
                                 torch::optim::OptimizerParamGroup(plain, options(0.0))});
  for (int step = 0; step < 20; ++step) {
    set_gradients(*ours, step);
    set_gradients(*theirs, step);
    optimizer.step(1e-2);
    reference.step();
  }
  const auto expected = theirs->named_parameters();
  for (const auto& item : ours->named_parameters()) {
    EXPECT_TRUE(at::allclose(item.value(), expected[item.key()], 1e-5, 1e-6)) << item.key();
  }
}

TEST(AdamW, DecaysMatricesAndFiltersOnly) {
  const at::Tensor filter = at::zeros({2, 3, 4}), vector = at::zeros({2}), g = at::zeros({2, 1, 1});
  EXPECT_TRUE(is_decayed("fuse.weight_v", filter));
  EXPECT_TRUE(is_decayed("heads.0.0.weight", at::zeros({2, 3})));
  EXPECT_FALSE(is_decayed("fuse.weight_g", g));
  EXPECT_FALSE(is_decayed("fuse.bias", vector));
  EXPECT_FALSE(is_decayed("stem.0.norm.weight", vector));
}

TEST(AdamW, ClipsTheJointNorm) {
  const auto network = testing::small_network();
  AdamW optimizer(*network, OptimizerConfig{});
  set_gradients(*network, 1);
  double squares = 0.0;
  for (const at::Tensor& parameter : network->parameters()) squares += parameter.grad().square().sum().item<double>();
  EXPECT_NEAR(optimizer.clip_gradients(1.0).item<double>(), std::sqrt(squares), 1e-3 * std::sqrt(squares));
  EXPECT_NEAR(optimizer.clip_gradients(1.0).item<double>(), 1.0, 1e-3);
  // A norm below the limit stays.
  EXPECT_NEAR(optimizer.clip_gradients(50.0).item<double>(), 1.0, 1e-3);
  EXPECT_NEAR(optimizer.clip_gradients(50.0).item<double>(), 1.0, 1e-3);
}

}  // namespace
}  // namespace cre
