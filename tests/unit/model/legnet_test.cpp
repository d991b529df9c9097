// The LegNet architecture; its arithmetic is compared with PyTorch's in tests/parity.

#include <gtest/gtest.h>

#include "model/architectures.h"
#include "model/small_network.h"

namespace cre {
namespace {

// Convolution without bias from `inputs` (of one group) to `outputs`, with scale and shift of batch norm.
constexpr std::int64_t normed(std::int64_t inputs, std::int64_t outputs, std::int64_t kernel) {
  return outputs * (inputs * kernel + 2);
}

TEST(Legnet, NumberOfParametersCountedByHand) {
  std::int64_t count = normed(4, 64, 11), width = 64;
  for (const std::int64_t outputs : {80, 96, 112, 128}) {
    const std::int64_t inner = 4 * width, squeezed = width;
    count += normed(width, inner, 1) + normed(1, inner, 9) + normed(inner, width, 1) + normed(2 * width, outputs, 9);
    count += inner * squeezed + squeezed + squeezed * inner + inner;
    width = outputs;
  }
  count += 2 * 128 + 256 * 128 + 256;                // mapper
  count += 256 * 256 + 256 + 2 * 256 + 256 * 3 + 3;  // heads
  const auto network = build_empty_network(model_config({{"architecture", "legnet"}}), {.tasks = 3, .length = 200});
  EXPECT_EQ(network->parameter_count(), count);
}

TEST(Legnet, PoolsBehindEachBlock) {
  const auto positions = [](const nlohmann::json& pools) {
    NetworkBuilder builder{.weights = WeightSource(1)};
    const auto trunk = small_config("legnet", {{"legnet", {{"pools", pools}}}}).chosen().trunk(23, builder);
    const at::Tensor x = trunk->forward(random_input(2, {.tasks = 1, .length = 23}).onehot, ForwardPass{});
    EXPECT_EQ(x.sizes(), at::IntArrayRef({2, 32, 1, trunk->positions()}));
    return trunk->positions();
  };
  EXPECT_EQ(positions({2, 2}), 5);
  EXPECT_EQ(positions({1, 3}), 7);
  EXPECT_EQ(positions({1, 1}), 23);
}

TEST(Legnet, HasNoNormOfTheMapperWithoutANorm) {
  const auto names = [](const char* norm) {
    return small_network(small_config("legnet", {{"legnet", {{"norm", norm}}}}))->named_parameters();
  };
  EXPECT_TRUE(names("batch").contains("trunk.mapper_norm.weight"));
  EXPECT_FALSE(names("none").contains("trunk.mapper_norm.weight"));
  EXPECT_TRUE(names("weight").contains("trunk.mapper.weight_g"));
  EXPECT_TRUE(names("batch").contains("trunk.mapper.bias"));
  EXPECT_TRUE(names("batch").contains("heads.hidden.bias"));
}

TEST(Legnet, TakesTheMean) {
  EXPECT_EQ(legnet()->default_pooling(), PoolingKind::mean);
}

}  // namespace
}  // namespace cre
