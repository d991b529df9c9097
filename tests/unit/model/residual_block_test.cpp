#include "model/residual_block.h"

#include <gtest/gtest.h>

#include "layers/dropout.h"
#include "model/small_network.h"

namespace cre {
namespace {

constexpr std::int64_t kChannels = 6, kLength = 15;

ResidualBlock block_with(Norm norm, double dropout) {
  WeightSource source(3);
  LayerStyle style;
  style.norm = norm;
  style.activation = ActivationKind::gelu;
  return {{.channels = kChannels, .kernel = 3, .dilation = 2}, style, {.probability = dropout, .number = 4}, source};
}

at::Tensor features() {
  at::manual_seed(1);
  return at::randn({3, kChannels, 1, kLength}).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor convolution(const ResidualBlock& block, const std::string& name, const at::Tensor& x) {
  return at::conv1d(x, value_of(block, name + ".weight"), value_of(block, name + ".bias"), 1, 2, 2);
}

TEST(ResidualBlock, AddsTwoConvolutionsToItsInput) {
  ResidualBlock block = block_with(Norm::none, 0.5);
  const at::Tensor x = features().squeeze(2);
  const at::Tensor expected = at::gelu(x + convolution(block, "second", at::gelu(convolution(block, "first", x))));
  EXPECT_TRUE(at::allclose(block.forward(features(), ForwardPass{}).squeeze(2), expected, 1e-4, 1e-5));
}

double start_of(Norm norm, double share) {
  WeightSource source(3);
  LayerStyle style;
  style.norm = norm;
  style.residual_start = share;
  ResidualBlock block({.channels = kChannels, .kernel = 3, .dilation = 1}, style, {}, source);
  const auto scale = [&](const char* name) {
    return dynamic_cast<WeightedLayer&>(*block.named_children()[name]).effective_weight().norm().item<double>();
  };
  return scale("second") / scale("first");
}

TEST(ResidualBlock, StartsSmallWhereNoNormFollows) {
  for (const Norm norm : {Norm::none, Norm::weight}) {
    EXPECT_NEAR(start_of(norm, 0.1), 0.1 * start_of(norm, 1.0), 1e-6);
  }
  EXPECT_EQ(start_of(Norm::weight_batch, 0.1), start_of(Norm::weight_batch, 1.0));
}

TEST(ResidualBlock, DropsBetweenTheConvolutionsInTraining) {
  ResidualBlock block = block_with(Norm::none, 0.5);
  const at::Tensor x = features().squeeze(2);
  const DropoutMask mask = DropoutMask::of(0.5, 8, 6, 4);
  const at::Tensor keep = dropout_keep(mask, x.numel(), at::kCPU).view({3, kLength, kChannels}).transpose(1, 2);
  const at::Tensor inner = at::gelu(convolution(block, "first", x)) * keep.to(at::kFloat) * 2.0;
  const at::Tensor expected = at::gelu(x + convolution(block, "second", inner));
  const at::Tensor y = block.forward(features(), {.mode = Mode::training, .seed = 8, .step = 6});
  EXPECT_TRUE(at::allclose(y.squeeze(2), expected, 1e-4, 1e-5));
}

TEST(ResidualBlock, NormalisesInFrontOfTheSum) {
  // A second norm with scale 0 and shift 2 leaves act(x + 2).
  ResidualBlock block = block_with(Norm::batch, 0.0);
  set_value(block, "second.norm.weight", at::zeros({1}));
  set_value(block, "second.norm.bias", at::full({1}, 2.0));
  const at::Tensor y = block.forward(features(), {.mode = Mode::training});
  EXPECT_TRUE(at::allclose(y, at::gelu(features() + 2.0), 1e-5, 1e-6));
}

}  // namespace
}  // namespace cre
