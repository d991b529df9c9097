#include "layers/convolution_layer.h"

#include <gtest/gtest.h>

#include "model/small_network.h"

namespace cre {
namespace {

LayerStyle style_with(Norm norm) {
  LayerStyle style;
  style.norm = norm;
  return style;
}

ConvolutionLayer plain(const ConvolutionSize& size) {
  WeightSource source(3);
  return {size, style_with(Norm::none), source};
}

at::Tensor row(const std::vector<float>& values) {
  return at::tensor(values).view({1, 1, 1, -1});
}

TEST(ConvolutionLayer, EqualsTheValuesWorkedByHand) {
  // y[i] = x[i - 2] + 10 x[i] + 100 x[i + 2] + 0.5, with zeros outside.
  ConvolutionLayer layer = plain({.inputs = 1, .outputs = 1, .kernel = 3, .dilation = 2});
  set_value(layer, "weight", at::tensor({1.0F, 10.0F, 100.0F}).view({1, 1, 3}));
  set_value(layer, "bias", at::full({}, 0.5));
  const at::Tensor y = layer.forward(row({1, 2, 3, 4, 5}), ForwardPass{});
  EXPECT_TRUE(at::allclose(y, row({310.5F, 420.5F, 531.5F, 42.5F, 53.5F})));
}

TEST(ConvolutionLayer, EqualsAPaddedConvolutionOfOneDimension) {
  at::manual_seed(1);
  const at::Tensor x = at::randn({2, 4, 21});
  for (const auto& [kernel, dilation] : std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 1}, {5, 1}, {5, 3}}) {
    ConvolutionLayer layer = plain({.inputs = 4, .outputs = 3, .kernel = kernel, .dilation = dilation});
    const std::int64_t pad = (kernel - 1) / 2 * dilation;
    const at::Tensor expected = at::conv1d(x, value_of(layer, "weight"), value_of(layer, "bias"), 1, pad, dilation);
    const at::Tensor image = x.unsqueeze(2).contiguous(at::MemoryFormat::ChannelsLast);
    EXPECT_TRUE(at::allclose(layer.forward(image, ForwardPass{}).squeeze(2), expected, 1e-4, 1e-5)) << kernel;
  }
}

TEST(ConvolutionLayer, DepthwiseKeepsChannelsApart) {
  ConvolutionLayer layer = plain({.inputs = 2, .outputs = 2, .kernel = 3, .groups = 2});
  ASSERT_EQ(value_of(layer, "weight").sizes(), at::IntArrayRef({2, 1, 3}));
  set_value(layer, "weight", at::tensor({1.0F, 0.0F, 0.0F, 0.0F, 0.0F, 2.0F}).view({2, 1, 3}));
  const at::Tensor x = at::tensor({1.0F, 2.0F, 3.0F, 10.0F, 20.0F, 30.0F}).view({1, 2, 1, 3});
  const at::Tensor expected = at::tensor({0.0F, 1.0F, 2.0F, 40.0F, 60.0F, 0.0F}).view({1, 2, 1, 3});
  EXPECT_TRUE(at::allclose(layer.forward(x, ForwardPass{}), expected));
}

// Predictions of a folded layer, and what its unfolded steps give.
void expect_fused_equals_steps(const ConvolutionSize& size, const Activation& activation, at::ScalarType dtype) {
  WeightSource source(3);
  ConvolutionLayer layer(size, style_with(Norm::weight_batch), source);
  at::manual_seed(1);
  const ForwardPass pass{.dtype = dtype};
  const auto random = [&](std::int64_t channels) {
    return at::randn({3, channels, 1, 21}).to(dtype).contiguous(at::MemoryFormat::ChannelsLast);
  };
  layer.forward(random(size.inputs).to(at::kFloat), {.mode = Mode::training});  // running statistics of their own
  const at::Tensor x = random(size.inputs), residual = random(size.outputs);
  const at::Tensor plain = activate(layer.forward(x, pass), activation, {}, pass);
  const at::Tensor sum = activate_sum(layer.forward(x, pass), residual.clone(), activation);
  layer.fold(dtype);
  const double tolerance = dtype == at::kFloat ? 2e-5 : 3e-2;
  const auto close = [&](const at::Tensor& found, const at::Tensor& expected) {
    return found.is_contiguous(at::MemoryFormat::ChannelsLast) && found.scalar_type() == dtype &&
           at::allclose(found.to(at::kFloat), expected.to(at::kFloat), tolerance, tolerance);
  };
  for (int batch = 0; batch < 2; ++batch) {  // the second time with the packed weights of the first
    EXPECT_TRUE(close(layer.activated(x, activation, {}, pass), plain));
    EXPECT_TRUE(close(layer.activated_sum(x, residual, activation, pass), sum));
  }
}

TEST(ConvolutionLayer, FusedActivationEqualsSeparateSteps) {
  ASSERT_TRUE(onednn::is_available());
  for (const auto& [name, kind] : activation_names()) {
    const Activation activation{kind, kind == ActivationKind::leaky_relu ? 0.2 : 0.0};
    for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16}) {
      SCOPED_TRACE(name);
      if (!onednn::is_for(at::zeros({1}, dtype))) {
        continue;  // a processor without bf16
      }
      expect_fused_equals_steps({.inputs = 16, .outputs = 24, .kernel = 3, .dilation = 2}, activation, dtype);
      expect_fused_equals_steps({.inputs = 16, .outputs = 16, .kernel = 5, .groups = 16}, activation, dtype);
      expect_fused_equals_steps({.inputs = 64, .outputs = 72, .kernel = 3, .dilation = 2}, activation, dtype);
    }
  }
}

TEST(ConvolutionLayer, PackedWeightsAreForgottenWithTheFoldedOnes) {
  ConvolutionLayer layer = plain({.inputs = 1, .outputs = 1, .kernel = 1});
  const at::Tensor x = row({1, 2, 3});
  for (const double weight : {2.0, 5.0}) {
    set_value(layer, "weight", at::full({1, 1, 1}, weight));
    layer.fold(at::kFloat);
    EXPECT_TRUE(at::allclose(layer.activated(x, {.kind = ActivationKind::relu, .slope = 0.0}, {}, {}), weight * x));
    layer.unfold();
  }
}

TEST(ConvolutionLayer, WeightNormIsOverAllButTheOutputChannel) {
  WeightSource source(3);
  const ConvolutionLayer layer({.inputs = 4, .outputs = 2, .kernel = 3}, style_with(Norm::weight), source);
  EXPECT_EQ(value_of(layer, "weight_g").sizes(), at::IntArrayRef({2, 1, 1}));
  set_value(layer, "weight_g", at::tensor({2.0F, 0.5F}).view({2, 1, 1}));
  const at::Tensor v = value_of(layer, "weight_v");
  const at::Tensor expected = at::stack({v[0] * (2.0 / v[0].square().sum().sqrt()),  //
                                         v[1] * (0.5 / v[1].square().sum().sqrt())});
  EXPECT_TRUE(at::allclose(layer.effective_weight(), expected, 1e-5, 1e-7));
}

TEST(ConvolutionLayer, OutputsOfBatchNormHaveMeanZeroAndVarianceOneInTraining) {
  at::manual_seed(1);
  WeightSource source(3);
  ConvolutionLayer layer({.inputs = 4, .outputs = 3, .kernel = 5}, style_with(Norm::weight_batch), source);
  const at::Tensor y = layer.forward(at::randn({16, 4, 1, 30}), {.mode = Mode::training});
  EXPECT_LT(y.mean({0, 2, 3}).abs().max().item<double>(), 1e-5);
  EXPECT_LT((y.square().mean({0, 2, 3}) - 1.0).abs().max().item<double>(), 1e-2);
}

}  // namespace
}  // namespace cre
