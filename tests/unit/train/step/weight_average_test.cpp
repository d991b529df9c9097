#include "train/step/weight_average.h"

#include <gtest/gtest.h>

#include "model/small_network.h"

namespace cre {
namespace {

at::Tensor bias(const Network& network) {
  return value_of(network, "trunk.fuse.bias");
}

void fill_bias(const Network& network, double value) {
  const torch::NoGradGuard no_gradients;
  bias(network).fill_(value);
}

TEST(WeightAverage, FollowsTheWeightsByHand) {
  const auto network = small_network();
  fill_bias(*network, 1.0);
  WeightAverage average(*network, 0.75);
  fill_bias(*network, 5.0);
  average.update();  // .75 * 1 + .25 * 5
  fill_bias(*network, 10.0);
  average.update();  // .75 * 2 + .25 * 10
  ASSERT_EQ(average.state().size(), network->parameters().size());
  {
    const WeightAverage::Use averaged(average);
    EXPECT_TRUE(at::equal(bias(*network), at::full_like(bias(*network), 4.0)));
  }
  EXPECT_TRUE(at::equal(bias(*network), at::full_like(bias(*network), 10.0)));
}

TEST(WeightAverage, UseRestoresEverythingExactly) {
  const auto network = small_network();
  WeightAverage average(*network, 0.9);
  {
    const torch::NoGradGuard no_gradients;
    for (const at::Tensor& weight : network->parameters()) {
      weight.add_(at::randn_like(weight));
    }
  }
  average.update();
  std::vector<at::Tensor> weights, averages;
  for (const at::Tensor& weight : network->parameters()) {
    weights.push_back(weight.detach().clone());
  }
  for (const auto& [name, value] : average.state()) {
    averages.push_back(value.clone());
  }
  {
    const WeightAverage::Use averaged(average);
    const std::vector<at::Tensor> used = network->parameters();
    for (std::size_t i = 0; i < used.size(); ++i) {
      EXPECT_TRUE(at::equal(used[i], averages[i]));
    }
  }
  const std::vector<at::Tensor> restored = network->parameters();
  for (std::size_t i = 0; i < restored.size(); ++i) {
    EXPECT_TRUE(at::equal(restored[i], weights[i]));
    EXPECT_TRUE(at::equal(average.state()[i].second, averages[i]));
    EXPECT_TRUE(restored[i].requires_grad());
  }
}

TEST(WeightAverage, OffKeepsNothing) {
  const auto network = small_network();
  WeightAverage average(*network, 0.0);
  fill_bias(*network, 3.0);
  average.update();
  EXPECT_TRUE(average.state().empty());
  const WeightAverage::Use averaged(average);
  EXPECT_TRUE(at::equal(bias(*network), at::full_like(bias(*network), 3.0)));
}

}  // namespace
}  // namespace cre
