// The block against the formulas of its parts, in LibTorch's operations.

#include "model/legnet_block.h"

#include <gtest/gtest.h>

#include "model/small_network.h"

namespace cre {
namespace {

constexpr std::int64_t kInputs = 4, kOutputs = 6, kInner = 8;

LegnetBlock block_with(std::int64_t squeeze) {
  NetworkBuilder builder{.weights = WeightSource(3)};
  LayerStyle style;
  style.activation = ActivationKind::silu;
  LegnetBlock block({.inputs = kInputs, .outputs = kOutputs, .kernel = 5, .expansion = 2, .squeeze = squeeze}, style,
                    builder);
  at::manual_seed(2);
  const torch::NoGradGuard no_gradients;
  for (const at::Tensor& parameter : block.parameters()) {
    parameter.copy_(0.5 * at::randn_like(parameter));
  }
  return block;
}

at::Tensor features() {
  at::manual_seed(1);
  return at::randn({3, kInputs, 1, 9}).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor convolution(const LegnetBlock& block, const std::string& name, const at::Tensor& x,
                       std::int64_t groups = 1) {
  const at::Tensor weight = value_of(block, name + ".weight");
  return at::conv1d(x, weight, value_of(block, name + ".bias"), 1, weight.size(2) / 2, 1, groups);
}

at::Tensor linear(const LegnetBlock& block, const std::string& name, const at::Tensor& x) {
  return at::linear(x, value_of(block, name + ".weight"), value_of(block, name + ".bias"));
}

TEST(LegnetBlock, EqualsItsParts) {
  LegnetBlock block = block_with(4);
  const at::Tensor x = features().squeeze(2);
  const at::Tensor expanded = at::silu(convolution(block, "expand", x));
  const at::Tensor inner = at::silu(convolution(block, "depthwise", expanded, kInner));
  const at::Tensor squeezed = at::silu(linear(block, "squeeze", inner.mean(2)));
  const at::Tensor excited = inner * at::sigmoid(linear(block, "excite", squeezed)).unsqueeze(2);
  const at::Tensor projected = at::silu(convolution(block, "project", excited));
  const at::Tensor merged = at::silu(convolution(block, "merge", at::cat({projected, x}, 1)));
  EXPECT_TRUE(at::allclose(block.forward(features(), 1, ForwardPass{}).squeeze(2), merged, 1e-4, 1e-5));
  const at::Tensor expected = merged.narrow(2, 0, 8).unflatten(2, {4, 2}).amax(3);
  EXPECT_TRUE(at::allclose(block.forward(features(), 2, ForwardPass{}).squeeze(2), expected, 1e-4, 1e-5));
}

TEST(LegnetBlock, HasTheStatedShapes) {
  const LegnetBlock block = block_with(4);
  EXPECT_EQ(value_of(block, "expand.weight").sizes(), at::IntArrayRef({kInner, kInputs, 1}));
  EXPECT_EQ(value_of(block, "depthwise.weight").sizes(), at::IntArrayRef({kInner, 1, 5}));
  EXPECT_EQ(value_of(block, "squeeze.weight").sizes(), at::IntArrayRef({2, kInner}));
  EXPECT_EQ(value_of(block, "excite.weight").sizes(), at::IntArrayRef({kInner, 2}));
  EXPECT_EQ(value_of(block, "project.weight").sizes(), at::IntArrayRef({kInputs, kInner, 1}));
  EXPECT_EQ(value_of(block, "merge.weight").sizes(), at::IntArrayRef({kOutputs, 2 * kInputs, 5}));
}

TEST(LegnetBlock, SqueezesToAtLeastOneUnit) {
  EXPECT_EQ(value_of(block_with(256), "squeeze.weight").sizes(), at::IntArrayRef({1, kInner}));
}

TEST(LegnetBlock, NormsAllConvolutionsAndNeitherOfTheLinearLayers) {
  NetworkBuilder builder{.weights = WeightSource(3)};
  LayerStyle style;
  style.norm = Norm::batch;
  const LegnetBlock block({.inputs = 4, .outputs = 6, .kernel = 3, .expansion = 2, .squeeze = 4}, style, builder);
  const auto names = block.named_parameters();
  for (const std::string part : {"expand", "depthwise", "project", "merge"}) {
    EXPECT_TRUE(names.contains(part + ".norm.weight")) << part;
    EXPECT_FALSE(names.contains(part + ".bias")) << part;
  }
  for (const std::string part : {"squeeze", "excite"}) {
    EXPECT_FALSE(names.contains(part + ".norm.weight")) << part;
    EXPECT_TRUE(names.contains(part + ".bias")) << part;
  }
}

}  // namespace
}  // namespace cre
