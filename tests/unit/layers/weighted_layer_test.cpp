// What convolutions and linear layers share, tested on linear layers; and folding of whole networks.

#include "layers/weighted_layer.h"

#include <gtest/gtest.h>

#include "layers/linear_layer.h"
#include "model/small_network.h"

namespace cre {
namespace {

LinearLayer linear(std::int64_t inputs, std::int64_t outputs, Norm norm, BiasRule bias = BiasRule::unless_normed) {
  WeightSource source(3);
  LayerStyle style;
  style.norm = norm;
  style.norm_groups = 2;
  style.bias = bias;
  return {{inputs, outputs}, style, source};
}

TEST(WeightedLayer, WeightNormScalesEachOutputsWeightsToG) {
  const LinearLayer layer = linear(2, 2, Norm::weight);
  set_value(layer, "weight_v", at::tensor({3.0F, 4.0F, 0.0F, 5.0F}).view({2, 2}));
  set_value(layer, "weight_g", at::tensor({10.0F, 1.0F}).view({2, 1}));
  EXPECT_TRUE(at::allclose(layer.effective_weight(), at::tensor({6.0F, 8.0F, 0.0F, 1.0F}).view({2, 2})));
}

TEST(WeightedLayer, WeightNormStartsWithTheWeightsOfItsDirection) {
  const LinearLayer layer = linear(5, 4, Norm::weight_batch);
  EXPECT_TRUE(at::allclose(layer.effective_weight(), value_of(layer, "weight_v")));
  EXPECT_TRUE(at::allclose(value_of(layer, "weight_g").view({4}), value_of(layer, "weight_v").norm(2, 1)));
  EXPECT_FALSE(layer.named_parameters().contains("weight"));
}

TEST(WeightedLayer, HasABiasUnlessANormOfTheOutputsStandsForIt) {
  for (const auto& [name, norm] : norm_names()) {
    const bool normed = output_norm(norm) != OutputNorm::none;
    EXPECT_EQ(linear(3, 4, norm).named_parameters().contains("bias"), !normed) << name;
    EXPECT_TRUE(linear(3, 4, norm, BiasRule::always).named_parameters().contains("bias")) << name;
    EXPECT_EQ(linear(3, 4, norm).named_parameters().contains("norm.weight"), normed) << name;
  }
}

// weight 2, bias 3, batch norm with mean 1, deviation 2, scale 6, shift 5: (2 x + 3 - 1) / 2 · 6 + 5 = 6 x + 11.
LinearLayer six_times_plus_eleven() {
  const LinearLayer layer = linear(1, 1, Norm::batch, BiasRule::always);
  for (const auto& [name, value] : std::vector<std::pair<std::string, double>>{{"weight", 2.0},
                                                                               {"bias", 3.0},
                                                                               {"norm.running_mean", 1.0},
                                                                               {"norm.running_var", 4.0 - 1e-5},
                                                                               {"norm.weight", 6.0},
                                                                               {"norm.bias", 5.0}}) {
    set_value(layer, name, at::full({}, value));
  }
  return layer;
}

TEST(WeightedLayer, FoldingKeepsThePlainWeightsUntilUnfolded) {
  LinearLayer layer = six_times_plus_eleven();
  const at::Tensor one = at::ones({1, 1});
  EXPECT_NEAR(layer.forward(one, ForwardPass{}).item<double>(), 17.0, 1e-5);
  layer.fold(at::kFloat);
  EXPECT_NEAR(layer.forward(one, ForwardPass{}).item<double>(), 17.0, 1e-5);
  set_value(layer, "weight", at::full({}, 100.0));  // not seen while folded
  EXPECT_NEAR(layer.forward(one, ForwardPass{}).item<double>(), 17.0, 1e-5);
  layer.unfold();
  EXPECT_NEAR(layer.forward(one, ForwardPass{}).item<double>(), 311.0, 1e-4);  // (100 + 3 - 1) / 2 · 6 + 5
}

TEST(WeightedLayer, FoldsForTheArithmeticOfPredictions) {
  LinearLayer layer = six_times_plus_eleven();
  layer.fold(at::kBFloat16);
  const at::Tensor y = layer.forward(at::ones({1, 1}, at::kBFloat16), {.dtype = at::kBFloat16});
  EXPECT_EQ(y.scalar_type(), at::kBFloat16);
  EXPECT_NEAR(y.to(at::kFloat).item<double>(), 17.0, 0.1);
}

TEST(WeightedLayer, NormsThatDependOnTheInputAreAppliedToFoldedLayersToo) {
  at::manual_seed(2);
  const at::Tensor x = at::randn({3, 5});
  for (const Norm norm : {Norm::group, Norm::layer, Norm::weight_group, Norm::weight_layer}) {
    LinearLayer layer = linear(5, 4, norm);
    const at::Tensor expected = layer.forward(x, ForwardPass{});
    layer.fold(at::kFloat);
    EXPECT_TRUE(at::allclose(layer.forward(x, ForwardPass{}), expected, 1e-5, 1e-6));
  }
}

const std::vector<std::string> kNorms = {"none", "weight", "batch", "group", "layer", "weight+batch", "weight+layer"};

TEST(FoldedWeights, EveryArchitectureAndNormPredictsTheSame) {
  for (const std::string& architecture : architecture_names()) {
    for (const std::string& norm : kNorms) {
      const auto network =
          small_network(small_config(architecture, {{architecture, {{"norm", norm}, {"norm_groups", 4}}}}));
      const torch::NoGradGuard no_gradients;
      for (std::uint64_t step = 0; step < 3; ++step) {  // running values away from 0 and 1
        network->forward(random_input(16, kSmallShape, step), {.mode = Mode::training, .step = step});
      }
      const NetworkInput input = random_input(8, kSmallShape, 9);
      const at::Tensor plain = network->forward(input, ForwardPass{}).activity;
      {
        const FoldedWeights folded(*network, at::kFloat);
        const at::Tensor other = network->forward(input, ForwardPass{}).activity;
        EXPECT_LT((other - plain).abs().max().item<double>(), 1e-5) << architecture << ' ' << norm;
      }
      EXPECT_TRUE(at::equal(network->forward(input, ForwardPass{}).activity, plain)) << architecture << ' ' << norm;
    }
  }
}

TEST(FoldedWeights, EndWithTheirScope) {
  const auto network = small_network(small_config("malinois"));
  const NetworkInput input = random_input(4);
  const at::Tensor before = network->forward(input, ForwardPass{}).activity;
  {
    const FoldedWeights folded(*network, at::kFloat);
  }
  set_value(*network, "trunk.convolutions.0.norm.running_var", at::full({}, 9.0));
  EXPECT_FALSE(at::allclose(network->forward(input, ForwardPass{}).activity, before));
}

}  // namespace
}  // namespace cre
