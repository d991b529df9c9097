#include "model/multiscale.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "model/small_network.h"
#include "model/weights.h"

namespace cre {
namespace {

TEST(Multiscale, HasThePublishedNumberOfParameters) {
  // Counted by hand from spec: stem 3 x (64 x 4 k + 64 + 64), fuse, blocks, expand, heads; the same as PyTorch's.
  const auto network = build_network(ModelConfig{}, {.tasks = 3, .length = 200}, 1);
  EXPECT_EQ(network->parameter_count(), 3949571);
}

TEST(Multiscale, EachTaskAddsOneHead) {
  const auto one = build_network(ModelConfig{}, {.tasks = 1, .length = 200}, 1);
  const std::int64_t head = 768 * 256 + 256 + 256 * 64 + 64 + 64 + 1;
  EXPECT_EQ(one->parameter_count(), 3949571 - 2 * head);
}

TEST(Multiscale, TakesAnyLengthAndGivesOneValuePerTask) {
  for (const std::int64_t length : {4, 41, 200}) {
    const auto network = testing::small_network(5, length);
    const at::Tensor x = at::rand({3, 4, 1, length});
    EXPECT_EQ(network->forward(x, ForwardPass{}).sizes(), at::IntArrayRef({3, 5}));
  }
}

TEST(Multiscale, RefusesAnInputThatItsPoolsUseUp) {
  try {
    testing::small_network(1, 3);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("the pool behind expand takes windows of 2 positions but only 1"));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("3 bases"));
  }
}

TEST(Multiscale, InitialWeightsDependOnTheSeedAlone) {
  const auto weights = [](std::uint64_t seed) {
    return weights_of(*build_network(testing::small_config(), {.tasks = 2, .length = 40}, seed))[1].values;
  };
  EXPECT_EQ(weights(1), weights(1));
  EXPECT_NE(weights(1), weights(2));
}

TEST(Multiscale, ConfigRefusesEvenKernelsAndUnevenHeads) {
  const auto message = [](const char* json) -> std::string {
    ModelConfig config;
    try {
      ConfigView(config).read(nlohmann::json::parse(json), "config.json");
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(message(R"({"stem_kernels": [7, 10]})"), ::testing::HasSubstr("stem_kernels[1]: 10 is even"));
  EXPECT_THAT(message(R"({"block_kernel": 4})"), ::testing::HasSubstr("block_kernel: 4 is even"));
  EXPECT_THAT(message(R"({"head_sizes": [64]})"), ::testing::HasSubstr("head_dropouts: has 2 values for 1 hidden"));
  EXPECT_EQ(message(R"({"norm": "weight_batch", "head_sizes": [], "head_dropouts": []})"), "");
}

TEST(Multiscale, Bfloat16StaysCloseToFloat) {
  const auto network = testing::small_network(2, 40);
  const at::Tensor x = at::rand({8, 4, 1, 40});
  const at::Tensor exact = network->forward(x, ForwardPass{});
  const at::Tensor rounded = network->forward(x.to(at::kBFloat16), {.mode = Mode::prediction, .dtype = at::kBFloat16});
  EXPECT_LT((exact - rounded).abs().max().item<double>(), 0.05 * exact.abs().max().item<double>());
}

}  // namespace
}  // namespace cre
