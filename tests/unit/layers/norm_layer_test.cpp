#include "layers/norm_layer.h"

#include "expect_error.h"
#include "model/small_network.h"

namespace cre {
namespace {

const ForwardPass kTraining{.mode = Mode::training};

// (B, C, L) as (B, C, 1, L) in channels-last memory.
at::Tensor as_image(const at::Tensor& x) {
  return x.unsqueeze(2).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor random_image(std::int64_t batch, std::int64_t channels, std::int64_t length) {
  at::manual_seed(1);
  return at::randn({batch, channels, length}) * 2.0 + 0.5;
}

// One channel, two elements of two positions: mean 3, squared deviations 4, 1, 0, 9.
at::Tensor four_values() {
  return as_image(at::tensor({1.0F, 2.0F, 3.0F, 6.0F}).view({2, 1, 2}));
}

NormLayer batch_norm_times_two_plus_one() {
  NormLayer norm(OutputNorm::batch, 1, 1);
  set_value(norm, "weight", at::full({}, 2.0));
  set_value(norm, "bias", at::full({}, 1.0));
  return norm;
}

TEST(NormLayer, BatchUsesTheBatchInTraining) {
  NormLayer norm = batch_norm_times_two_plus_one();
  const at::Tensor expected = (four_values() - 3.0) / std::sqrt(3.5 + 1e-5) * 2.0 + 1.0;
  EXPECT_TRUE(at::allclose(norm.forward(four_values(), kTraining), expected, 1e-5, 1e-6));
}

TEST(NormLayer, BatchMovesItsRunningValuesByATenthInTrainingOnly) {
  NormLayer norm = batch_norm_times_two_plus_one();
  norm.forward(four_values(), ForwardPass{});
  EXPECT_EQ(value_of(norm, "running_mean").item<float>(), 0.0F);
  EXPECT_EQ(value_of(norm, "running_var").item<float>(), 1.0F);
  norm.forward(four_values(), kTraining);
  EXPECT_NEAR(value_of(norm, "running_mean").item<double>(), 0.3, 1e-6);
  EXPECT_NEAR(value_of(norm, "running_var").item<double>(), 0.9 + 0.1 * 14.0 / 3.0, 1e-6);  // unbiased: / (n - 1)
  norm.forward(four_values(), kTraining);
  EXPECT_NEAR(value_of(norm, "running_mean").item<double>(), 0.57, 1e-6);
}

TEST(NormLayer, BatchUsesTheRunningValuesInPrediction) {
  NormLayer norm = batch_norm_times_two_plus_one();
  set_value(norm, "running_mean", at::full({}, 0.5));
  set_value(norm, "running_var", at::full({}, 4.0));
  const at::Tensor expected = (four_values() - 0.5) / std::sqrt(4.0 + 1e-5) * 2.0 + 1.0;
  EXPECT_TRUE(at::allclose(norm.forward(four_values(), ForwardPass{}), expected, 1e-5, 1e-6));
  const auto [scale, shift] = norm.running_affine();
  EXPECT_TRUE(at::allclose(four_values() * scale + shift, expected, 1e-5, 1e-6));
}

TEST(NormLayer, BatchOfFeaturesIsOverTheElementsAlone) {
  NormLayer norm(OutputNorm::batch, 2, 1);
  const at::Tensor x = at::tensor({1.0F, 10.0F, 3.0F, 30.0F}).view({2, 2});  // means 2, 20; variances 1, 100
  const at::Tensor y = norm.forward(x, kTraining);
  EXPECT_TRUE(at::allclose(y, at::tensor({-1.0F, -1.0F, 1.0F, 1.0F}).view({2, 2}), 1e-4, 1e-4));
}

TEST(NormLayer, BatchNeedsMoreThanOneValueInTraining) {
  NormLayer norm(OutputNorm::batch, 3, 1);
  expect_error(ErrorKind::config, "batch norm of a step with a single element has no variance; raise train.batch",
               [&] { norm.forward(at::ones({1, 3}), kTraining); });
  EXPECT_TRUE(at::equal(value_of(norm, "running_var"), at::ones({3})));
  EXPECT_NO_THROW(norm.forward(at::ones({1, 3, 1, 2}), kTraining));
  EXPECT_NO_THROW(norm.forward(at::ones({1, 3}), ForwardPass{}));
}

TEST(NormLayer, GroupEqualsTheValuesWorkedByHand) {
  // Channels 0 and 1: 1 3 5 7, mean 4, variance 5. Channels 2 and 3: 0 0 0 4, mean 1, variance 3.
  NormLayer norm(OutputNorm::group, 4, 2);
  set_value(norm, "weight", at::tensor({1.0F, 1.0F, 1.0F, 2.0F}));
  set_value(norm, "bias", at::tensor({0.0F, 0.5F, 0.0F, 0.0F}));
  const at::Tensor x = as_image(at::tensor({1.0F, 3.0F, 5.0F, 7.0F, 0.0F, 0.0F, 0.0F, 4.0F}).view({1, 4, 2}));
  const auto a = static_cast<float>(1.0 / std::sqrt(5.0 + 1e-5)), b = static_cast<float>(1.0 / std::sqrt(3.0 + 1e-5));
  const at::Tensor expected = at::tensor({-3 * a, -a, a + 0.5F, 3 * a + 0.5F, -b, -b, -2 * b, 6 * b}).view({1, 4, 2});
  EXPECT_TRUE(at::allclose(norm.forward(x, kTraining), as_image(expected), 1e-5, 1e-6));
}

TEST(NormLayer, GroupEqualsLibTorchOnPlainMemory) {
  NormLayer norm(OutputNorm::group, 12, 3);
  const at::Tensor scale = at::rand({12}), shift = at::rand({12}), x = random_image(3, 12, 7);
  set_value(norm, "weight", scale);
  set_value(norm, "bias", shift);
  const at::Tensor expected = at::group_norm(x, 3, scale, shift, 1e-5);
  EXPECT_TRUE(at::allclose(norm.forward(as_image(x), ForwardPass{}).squeeze(2), expected, 1e-5, 1e-6));
  EXPECT_TRUE(at::allclose(norm.forward(as_image(x), kTraining).squeeze(2), expected, 1e-5, 1e-6));
  const at::Tensor features = x.select(2, 0);
  EXPECT_TRUE(at::allclose(norm.forward(features, kTraining), at::group_norm(features, 3, scale, shift, 1e-5), 1e-5));
}

TEST(NormLayer, LayerEqualsTheValuesWorkedByHand) {
  // Position 0 has channels 1 2 6, mean 3, variance 14 / 3; position 1 has 0 0 3, mean 1, variance 2.
  NormLayer norm(OutputNorm::layer, 3, 1);
  const at::Tensor x = as_image(at::tensor({1.0F, 0.0F, 2.0F, 0.0F, 6.0F, 3.0F}).view({1, 3, 2}));
  const auto a = static_cast<float>(1.0 / std::sqrt(14.0 / 3.0)), b = static_cast<float>(1.0 / std::sqrt(2.0));
  const at::Tensor expected = at::tensor({-2 * a, -b, -a, -b, 3 * a, 2 * b}).view({1, 3, 2});
  EXPECT_TRUE(at::allclose(norm.forward(x, kTraining), as_image(expected), 1e-4, 1e-5));
}

TEST(NormLayer, LayerEqualsLibTorchOnTransposedMemory) {
  NormLayer norm(OutputNorm::layer, 12, 1);
  const at::Tensor scale = at::rand({12}), shift = at::rand({12}), x = random_image(3, 12, 7);
  set_value(norm, "weight", scale);
  set_value(norm, "bias", shift);
  const at::Tensor expected = at::layer_norm(x.transpose(1, 2).contiguous(), {12}, scale, shift, 1e-5).transpose(1, 2);
  EXPECT_TRUE(at::allclose(norm.forward(as_image(x), ForwardPass{}).squeeze(2), expected, 1e-5, 1e-6));
  const at::Tensor features = x.select(2, 0);
  EXPECT_TRUE(at::allclose(norm.forward(features, kTraining), at::layer_norm(features, {12}, scale, shift, 1e-5)));
}

TEST(NormLayer, OnlyBatchNormHasBuffers) {
  EXPECT_EQ(NormLayer(OutputNorm::batch, 4, 1).named_buffers().size(), 2U);
  EXPECT_EQ(NormLayer(OutputNorm::group, 4, 2).named_buffers().size(), 0U);
  EXPECT_EQ(NormLayer(OutputNorm::layer, 4, 1).named_buffers().size(), 0U);
}

TEST(NormLayer, GroupsMustDivideTheChannels) {
  // Configs are checked before (layer_style_test.cpp).
  expect_error(ErrorKind::internal, "the groups of group norm divide its channels",
               [] { NormLayer(OutputNorm::group, 8, 3); });
}

}  // namespace
}  // namespace cre
