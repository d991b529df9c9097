// The resnet_dilated architecture; its arithmetic is compared with PyTorch's in tests/parity.

#include <gtest/gtest.h>

#include "model/architectures.h"
#include "model/small_network.h"

namespace cre {
namespace {

TEST(ResnetDilated, NumberOfParametersCountedByHand) {
  constexpr std::int64_t kChannels = 256, kNorms = 3 * kChannels;  // g, scale and shift of each channel
  const std::int64_t stem = 4 * 15 * kChannels + kNorms;
  const std::int64_t blocks = 6 * 2 * (kChannels * kChannels * 7 + kNorms);
  const std::int64_t dilated = 3 * (kChannels * kChannels * 3 + kNorms);
  const std::int64_t head = kChannels * 128 + 2 * 128 + 128 + 2;
  const auto network =
      build_empty_network(model_config({{"architecture", "resnet_dilated"}}), {.tasks = 3, .length = 200});
  EXPECT_EQ(network->parameter_count(), stem + blocks + dilated + 3 * head);
}

TEST(ResnetDilated, KeepsEveryPositionAndTakesTheMean) {
  NetworkBuilder builder{.weights = WeightSource(1)};
  const auto trunk = small_config("resnet_dilated").chosen().trunk(41, builder);
  EXPECT_EQ(trunk->positions(), 41);
  EXPECT_EQ(trunk->forward(random_input(2, {.tasks = 1, .length = 41}).onehot, ForwardPass{}).sizes(),
            at::IntArrayRef({2, 16, 1, 41}));
  EXPECT_EQ(resnet_dilated()->default_pooling(), PoolingKind::mean);
}

TEST(ResnetDilated, MayHaveNoBlocksAndNoDilatedConvolutions) {
  const auto network = small_network(small_config(
      "resnet_dilated", {{"resnet_dilated", {{"blocks", 0}, {"dilated_dilations", nlohmann::json::array()}}}}));
  EXPECT_TRUE(network->shared_weight().is_same(value_of(*network, "trunk.stem.weight_v")));
  EXPECT_TRUE(network->forward(random_input(2), ForwardPass{}).activity.isfinite().all().item<bool>());
}

}  // namespace
}  // namespace cre
