// The multiscale architecture; its arithmetic is compared with PyTorch's in tests/parity.

#include <gtest/gtest.h>

#include "model/architectures.h"
#include "model/small_network.h"

namespace cre {
namespace {

const nlohmann::json kDefaults = nlohmann::json::object();

std::int64_t parameters(const nlohmann::json& multiscale, std::int64_t tasks) {
  return build_empty_network(model_config({{"multiscale", multiscale}}), {.tasks = tasks, .length = 200})
      ->parameter_count();
}

TEST(Multiscale, EachTaskAddsOneHead) {
  const std::int64_t head = 768 * 256 + 256 + 256 * 64 + 64 + 64 + 1;
  EXPECT_EQ(parameters(kDefaults, 3) - parameters(kDefaults, 1), 2 * head);
}

TEST(Multiscale, HeadWeightNormAddsOneValueForEachUnit) {
  EXPECT_EQ(parameters({{"head_weight_norm", true}}, 3) - parameters(kDefaults, 3), 3 * (256 + 64 + 1));
}

TEST(Multiscale, SequentialStemIsARowOfEqualConvolutions) {
  // The first reads 4 channels, the others 64; fuse reads 64 channels instead of 192.
  const std::int64_t parallel = 64 * 4 * (7 + 11 + 15) + 3 * 128 + 256 * 192;
  const std::int64_t sequential = 64 * 4 * 7 + 3 * 64 * 64 * 7 + 4 * 128 + 256 * 64;
  EXPECT_EQ(parameters({{"stem", "sequential_dilated"}}, 3) - parameters(kDefaults, 3), sequential - parallel);
}

TEST(Multiscale, SequentialStemSeesAsFarAsItsDilations) {
  // Width 3 and dilations 1 and 4: 5 bases to either side. Everything after has width 1.
  const ModelConfig config = model_config({{"pooling", "flatten"},
                                           {"multiscale",
                                            {{"stem", "sequential_dilated"},
                                             {"sequential_kernel", 3},
                                             {"sequential_dilations", {1, 4}},
                                             {"stem_channels", 4},
                                             {"stage1_channels", 4},
                                             {"stage1_dilations", {1}},
                                             {"expand_kernel", 1},
                                             {"block_kernel", 1},
                                             {"stage2_channels", 4},
                                             {"stage2_dilations", nlohmann::json::array()},
                                             {"pool", 1},
                                             {"head_sizes", nlohmann::json::array()},
                                             {"head_dropouts", nlohmann::json::array()}}}});
  const NetworkShape shape{.tasks = 1, .length = 21};
  const auto network = small_network(config, shape);
  // The head reads position 10 of all channels (features are channel by channel).
  set_value(*network, "heads.0.0.weight", at::one_hot(at::full({1}, 10, at::kLong), 21).to(at::kFloat).repeat({1, 4}));
  NetworkInput input = random_input(1, shape);
  input.onehot.requires_grad_();
  network->forward(input, ForwardPass{}).activity.sum().backward();
  const at::Tensor seen = input.onehot.grad().abs().sum({0, 1, 2}).gt(0.0);
  std::vector<std::int64_t> distances;
  for (std::int64_t i = 0; i < 21; ++i) {
    if (seen[i].item<bool>()) {
      distances.push_back(i - 10);
    }
  }
  EXPECT_EQ(distances, (std::vector<std::int64_t>{-5, -4, -3, -1, 0, 1, 3, 4, 5}));
}

TEST(Multiscale, PoolsTwiceAndTakesMeanAndMaximum) {
  NetworkBuilder builder{.weights = WeightSource(1)};
  const auto trunk = model_config().chosen().trunk(203, builder);
  EXPECT_EQ(trunk->channels(), 384);
  EXPECT_EQ(trunk->positions(), 50);
  EXPECT_EQ(multiscale()->default_pooling(), PoolingKind::mean_max);
}

}  // namespace
}  // namespace cre
