#include "layers/pooling.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/small_network.h"

namespace cre {
namespace {

// Two channels of three positions, channels-last in memory.
at::Tensor features() {
  return at::tensor({1.0F, 2.0F, 6.0F, -1.0F, -3.0F, 2.0F})
      .view({1, 2, 1, 3})
      .contiguous(at::MemoryFormat::ChannelsLast);
}

Pooling pooling(PoolingKind kind) {
  WeightSource source(3);
  return {kind, 2, 3, source};
}

at::Tensor pooled(PoolingKind kind) {
  Pooling layer = pooling(kind);
  const at::Tensor y = layer.forward(features(), ForwardPass{});
  EXPECT_EQ(y.sizes(), at::IntArrayRef({1, layer.features()}));
  return y.view({-1});
}

TEST(Pooling, EqualsTheValuesWorkedByHand) {
  const float mean1 = -2.0F / 3.0F;
  EXPECT_TRUE(at::allclose(pooled(PoolingKind::mean), at::tensor({3.0F, mean1})));
  EXPECT_TRUE(at::allclose(pooled(PoolingKind::max), at::tensor({6.0F, 2.0F})));
  EXPECT_TRUE(at::allclose(pooled(PoolingKind::mean_max), at::tensor({3.0F, mean1, 6.0F, 2.0F})));
}

TEST(Pooling, FlattenGoesChannelByChannel) {
  EXPECT_TRUE(at::equal(pooled(PoolingKind::flatten), at::tensor({1.0F, 2.0F, 6.0F, -1.0F, -3.0F, 2.0F})));
}

TEST(Pooling, AttentionWeighsPositionsByTheSoftmaxOfTheQuery) {
  Pooling layer = pooling(PoolingKind::attention);
  set_value(layer, "query", at::tensor({0.5F, 1.0F}));  // scores -0.5, -2, 5
  const double a = std::exp(-0.5), b = std::exp(-2.0), c = std::exp(5.0), sum = a + b + c;
  const at::Tensor y = layer.forward(features(), ForwardPass{});
  EXPECT_NEAR(y[0][0].item<double>(), (a + 2 * b + 6 * c) / sum, 1e-5);
  EXPECT_NEAR(y[0][1].item<double>(), (-a - 3 * b + 2 * c) / sum, 1e-5);
}

TEST(Pooling, AttentionWithoutAQueryIsTheMean) {
  Pooling layer = pooling(PoolingKind::attention);
  set_value(layer, "query", at::zeros({2}));
  EXPECT_TRUE(at::allclose(layer.forward(features(), ForwardPass{}).view({-1}), pooled(PoolingKind::mean)));
}

TEST(Pooling, OnlyAttentionLearns) {
  for (const auto& [name, kind] : pooling_names()) {
    if (kind == PoolingKind::architecture) {
      continue;
    }
    EXPECT_EQ(pooling(kind).parameters().size(), kind == PoolingKind::attention ? 1U : 0U) << name;
  }
  Pooling layer = pooling(PoolingKind::attention);
  layer.forward(features(), ForwardPass{}).sum().backward();
  EXPECT_GT(layer.parameters()[0].grad().abs().sum().item<float>(), 0.0F);
}

}  // namespace
}  // namespace cre
