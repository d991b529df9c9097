#include "model/convolution_layer.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

TEST(ConvolutionLayer, WeightNormStartsAtItsDirection) {
  WeightSource source(3);
  const ConvolutionLayer layer({.inputs = 4, .outputs = 6, .kernel = 5}, Norm::weight, 0.1, source);
  const auto parameters = layer.named_parameters();
  EXPECT_TRUE(at::allclose(layer.effective_weight(), parameters["weight_v"]));
  EXPECT_EQ(parameters["weight_g"].sizes(), at::IntArrayRef({6, 1, 1}));
  EXPECT_EQ(parameters["bias"].abs().sum().item<float>(), 0.0F);
}

TEST(ConvolutionLayer, WeightNormScalesEachFilterToG) {
  WeightSource source(3);
  const ConvolutionLayer layer({.inputs = 4, .outputs = 2, .kernel = 3}, Norm::weight, 0.1, source);
  {
    const torch::NoGradGuard no_gradients;
    layer.named_parameters()["weight_g"].copy_(at::tensor({2.0F, 0.5F}).view({2, 1, 1}));
  }
  const at::Tensor norms = layer.effective_weight().flatten(1).norm(2, 1);
  EXPECT_NEAR(norms[0].item<double>(), 2.0, 1e-5);
  EXPECT_NEAR(norms[1].item<double>(), 0.5, 1e-5);
}

TEST(ConvolutionLayer, KaimingDeviationIsThatOfFanOut) {
  WeightSource source(11);
  const ConvolutionLayer layer({.inputs = 64, .outputs = 128, .kernel = 9}, Norm::none, 0.1, source);
  const double expected = std::sqrt(2.0 / 1.01 / (128 * 9));
  EXPECT_NEAR(layer.effective_weight().std().item<double>(), expected, 0.01 * expected);
}

TEST(ConvolutionLayer, KeepsTheLengthAtAnyDilation) {
  WeightSource source(3);
  const at::Tensor x = at::randn({2, 4, 1, 21});
  for (const std::int64_t dilation : {1, 2, 7}) {
    ConvolutionLayer layer({.inputs = 4, .outputs = 3, .kernel = 5, .dilation = dilation}, Norm::none, 0.1, source);
    EXPECT_EQ(layer.forward(x, ForwardPass{}).sizes(), at::IntArrayRef({2, 3, 1, 21}));
  }
}

TEST(ConvolutionLayer, BatchNormReplacesTheBiasAndUpdatesItsBuffersInTrainingOnly) {
  WeightSource source(3);
  ConvolutionLayer layer({.inputs = 4, .outputs = 3, .kernel = 5}, Norm::weight_batch, 0.1, source);
  EXPECT_FALSE(layer.named_parameters().contains("bias"));
  const at::Tensor x = at::randn({16, 4, 1, 30});
  layer.forward(x, ForwardPass{});
  EXPECT_EQ(layer.named_buffers()["norm.running_mean"].abs().sum().item<float>(), 0.0F);
  const at::Tensor y = layer.forward(x, {.mode = Mode::training});
  EXPECT_NEAR(y.mean().item<double>(), 0.0, 1e-5);
  EXPECT_NEAR(y.square().mean().item<double>(), 1.0, 1e-2);
  EXPECT_NE(layer.named_buffers()["norm.running_mean"].abs().sum().item<float>(), 0.0F);
}

}  // namespace
}  // namespace cre
