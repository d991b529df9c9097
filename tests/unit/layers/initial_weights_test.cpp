#include "layers/initial_weights.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cre {
namespace {

const std::vector<std::int64_t> kFilters = {64, 32, 5};  // fan in 160, fan out 320

StartValues start(InitialWeights kind, const std::vector<std::int64_t>& shape = kFilters, double slope = 0.0,
                  std::uint64_t seed = 1) {
  return WeightSource(seed).start(kind, shape, slope);
}

double kurtosis(const at::Tensor& x) {
  return (x.pow(4).mean() / x.square().mean().square()).item<double>();
}

// 10240 values: deviations are known to 0.7 %.
void expect_normal(const at::Tensor& x, double deviation) {
  EXPECT_NEAR(x.std().item<double>(), deviation, 0.03 * deviation);
  EXPECT_NEAR(x.mean().item<double>(), 0.0, 0.05 * deviation);
  EXPECT_NEAR(kurtosis(x), 3.0, 0.25);
}

void expect_uniform(const at::Tensor& x, double bound) {
  EXPECT_LE(x.abs().max().item<double>(), bound);
  EXPECT_GT(x.max().item<double>(), 0.95 * bound);
  EXPECT_LT(x.min().item<double>(), -0.95 * bound);
  EXPECT_NEAR(x.std().item<double>(), bound / std::sqrt(3.0), 0.1 * bound);
}

TEST(InitialWeights, KaimingHasTheVarianceOfFanOut) {
  expect_normal(start(InitialWeights::kaiming_fan_out).weight, std::sqrt(2.0 / 320.0));
  expect_normal(start(InitialWeights::kaiming_fan_out, kFilters, 0.5).weight, std::sqrt(2.0 / 1.25 / 320.0));
  // Depthwise: the fan out of one group counts all outputs, as PyTorch does.
  expect_normal(start(InitialWeights::kaiming_fan_out, {2048, 1, 5}).weight, std::sqrt(2.0 / (2048.0 * 5.0)));
}

TEST(InitialWeights, XavierIsUniform) {
  expect_uniform(start(InitialWeights::xavier_uniform).weight, std::sqrt(6.0 / (160.0 + 320.0)));
  expect_uniform(start(InitialWeights::xavier_uniform, {100, 80}).weight, std::sqrt(6.0 / 180.0));
}

TEST(InitialWeights, FanInUniformIsPyTorchsDefault) {
  const StartValues values = start(InitialWeights::fan_in_uniform, {512, 32, 5});
  expect_uniform(values.weight, 1.0 / std::sqrt(160.0));
  expect_uniform(values.bias, 1.0 / std::sqrt(160.0));
}

TEST(InitialWeights, FanInNormalHasItsVariance) {
  expect_normal(start(InitialWeights::fan_in_normal).weight, std::sqrt(1.0 / 480.0));
}

TEST(InitialWeights, BranchesOfMalinois) {
  const StartValues values = start(InitialWeights::branch_uniform, {500, 20});
  expect_uniform(values.weight, std::sqrt(1.5 / 10000.0));
  expect_uniform(values.bias, 1.0 / 100.0);
}

TEST(InitialWeights, OtherBiasesAreZero) {
  for (const InitialWeights kind :
       {InitialWeights::kaiming_fan_out, InitialWeights::xavier_uniform, InitialWeights::fan_in_normal}) {
    EXPECT_TRUE(at::equal(start(kind).bias, at::zeros({64})));
  }
}

TEST(WeightSource, EqualSeedsGiveEqualWeightsLayerAfterLayer) {
  WeightSource first(5), second(5);
  const auto next = [](WeightSource& source) {
    return source.start(InitialWeights::xavier_uniform, {8, 8}, 0.0).weight;
  };
  const at::Tensor layer0 = next(first), layer1 = next(first);
  EXPECT_TRUE(at::equal(next(second), layer0));
  EXPECT_TRUE(at::equal(next(second), layer1));
  EXPECT_FALSE(at::equal(layer0, layer1));
  EXPECT_FALSE(at::equal(start(InitialWeights::xavier_uniform, {8, 8}, 0.0, 6).weight, layer0));
}

TEST(WeightSource, WithoutValuesHasTheShapes) {
  WeightSource source = WeightSource::without_values();
  const StartValues values = source.start(InitialWeights::fan_in_uniform, kFilters, 0.0);
  EXPECT_EQ(values.weight.sizes(), at::IntArrayRef(kFilters));
  EXPECT_EQ(values.bias.sizes(), at::IntArrayRef({64}));
  EXPECT_EQ(values.weight.scalar_type(), at::kFloat);
}

}  // namespace
}  // namespace cre
