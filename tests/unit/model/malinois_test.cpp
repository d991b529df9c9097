// The Malinois architecture; its arithmetic is compared with PyTorch's and with the published code in tests/parity.

#include <gtest/gtest.h>

#include "model/architectures.h"
#include "model/small_network.h"

namespace cre {
namespace {

TEST(Malinois, NumberOfParametersCountedByHand) {
  // 600 bases: 200 and 50 positions after the first pools, (50 + 2) / 4 = 13 after the last; 200 · 13 = 2600
  // features.
  const std::int64_t convolutions = (4 * 19 + 3) * 300 + (300 * 11 + 3) * 200 + (200 * 7 + 3) * 200;
  const std::int64_t shared = (2600 + 3) * 1000;
  const std::int64_t branch = (1000 + 1) * 140 + 2 * (140 + 1) * 140 + 141;
  const auto network = build_empty_network(model_config({{"architecture", "malinois"}}), {.tasks = 3, .length = 600});
  EXPECT_EQ(network->parameter_count(), convolutions + shared + 3 * branch);
}

// One channel; the only convolution gives `value` everywhere.
std::shared_ptr<Trunk> constant_trunk(double value, std::int64_t padding, std::int64_t length) {
  const ModelConfig config = small_config("malinois", {{"malinois",
                                                        {{"channels", {1}},
                                                         {"kernels", {1}},
                                                         {"pools", {3}},
                                                         {"pool_padding", padding},
                                                         {"norm", "none"},
                                                         {"activation", "leaky_relu"},
                                                         {"negative_slope", 0.5}}}});
  NetworkBuilder builder{.weights = WeightSource(1)};
  auto trunk = config.chosen().trunk(length, builder);
  set_value(*trunk, "convolutions.0.weight", at::zeros({1}));
  set_value(*trunk, "convolutions.0.bias", at::full({1}, value));
  return trunk;
}

TEST(Malinois, ThePaddingOfTheLastPoolIsZeros) {
  const at::Tensor onehot = random_input(1, {.tasks = 1, .length = 7}).onehot;
  // -1 at 7 positions, one 0 on both sides: windows 0 -1 -1, -1 -1 -1, -1 -1 0.
  const auto padded = constant_trunk(-2.0, 1, 7);
  EXPECT_EQ(padded->positions(), 3);
  EXPECT_TRUE(at::equal(padded->forward(onehot, ForwardPass{}).view({3}), at::tensor({0.0F, -1.0F, 0.0F})));
  const auto plain = constant_trunk(-2.0, 0, 7);
  EXPECT_EQ(plain->positions(), 2);
  EXPECT_TRUE(at::equal(plain->forward(onehot, ForwardPass{}).view({2}), at::tensor({-1.0F, -1.0F})));
}

TEST(Malinois, KeepsItsBiasesInFrontOfBatchNorm) {
  const auto names = small_network(small_config("malinois"))->named_parameters();
  for (const char* name : {"trunk.convolutions.0.bias", "trunk.convolutions.2.bias", "heads.shared.bias"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

TEST(Malinois, LastHiddenLayerOfABranchHasNoActivation) {
  // The output and the last hidden layer set to the sum of their inputs: with ReLU in between, -5 could not come out.
  const auto network = small_network(small_config("malinois"));
  for (const std::string layer : {"1", "2"}) {
    set_value(*network, "heads.branches.0." + layer + ".weight", at::zeros({1}));
    set_value(*network, "heads.branches.0." + layer + ".bias", at::zeros({1}));
  }
  set_value(*network, "heads.branches.0.1.bias", at::full({1}, -5.0));
  set_value(*network, "heads.branches.0.2.weight", at::one_hot(at::zeros({1}, at::kLong), 8).to(at::kFloat));
  EXPECT_TRUE(at::equal(network->forward(random_input(2), ForwardPass{}).activity.select(1, 0), at::full({2}, -5.0F)));
}

TEST(Malinois, FlattensItsFeatures) {
  EXPECT_EQ(malinois()->default_pooling(), PoolingKind::flatten);
}

}  // namespace
}  // namespace cre
