#include "layers/layer_table.h"

#include <gmock/gmock.h>

#include <sstream>

#include "model/network_layers.h"
#include "model/small_network.h"

namespace cre {
namespace {

std::string table_of(Network& network) {
  return layers_of(network).text(network);
}

TEST(LayerTable, EqualsTheTableWorkedByHand) {
  // 4 x 3 weights a channel, bias, scale and shift: 2 · 15. Multiply-adds: 24 weights at 6 positions.
  // 2 channels at 3 positions are 6 features: (6 + 3) · 3 with bias, scale and shift. Output: 3 + 1.
  const ModelConfig config = small_config("malinois", {{"malinois",
                                                        {{"channels", {2}},
                                                         {"kernels", {3}},
                                                         {"pools", {2}},
                                                         {"pool_padding", 0},
                                                         {"linear_size", 3},
                                                         {"head_sizes", nlohmann::json::array()}}}});
  EXPECT_EQ(table_of(*small_network(config, {.tasks = 1, .length = 6})),
            "layer                 kind            output  parameters  multiply-adds\n"
            "trunk.convolutions.0  convolution k3   2 x 6          30            144\n"
            "heads.shared          linear               3          27             18\n"
            "heads.branches.0.0    linear               1           4              3\n"
            "sum                                                   61            165\n");
}

TEST(LayerTable, SaysWhatConvolutionsAre) {
  const std::string legnet = table_of(*small_network(small_config("legnet")));
  // 16 channels of width 3 at 40 positions; one input each.
  EXPECT_THAT(legnet,
              ::testing::ContainsRegex("trunk.blocks.0.depthwise +convolution k3 depthwise +16 x 40 +80 +1,920\n"));
  const std::string resnet = table_of(*small_network(small_config("resnet_dilated")));
  EXPECT_THAT(resnet, ::testing::HasSubstr("convolution k3 d2"));
}

std::int64_t number(std::string text) {
  std::erase(text, ',');
  return std::stoll(text);
}

struct Sums {
  std::int64_t parameters = 0, multiply_adds = 0;
};

TEST(LayerTable, RowsAddUpToTheSumAndTheSumIsTheNumberOfParameters) {
  const nlohmann::json options = {{"pooling", "attention"},
                                  {"context", {{"layers", 2}, {"width", 8}}},
                                  {"motifs", "auxiliary"},
                                  {"head_layer_norm", true}};
  const NetworkShape shape{.tasks = 2, .length = 40, .motifs = 3};
  for (const std::string& architecture : architecture_names()) {
    const auto network = small_network(small_config(architecture, options), shape);
    std::istringstream lines(table_of(*network));
    std::string line;
    std::getline(lines, line);
    Sums sums;
    while (std::getline(lines, line)) {
      std::istringstream words(line);
      std::vector<std::string> parts;
      for (std::string word; words >> word;) {
        parts.push_back(word);
      }
      if (parts.front() == "sum") {
        EXPECT_EQ(number(parts.at(1)), network->parameter_count()) << architecture;
        EXPECT_EQ(number(parts.at(1)), sums.parameters) << architecture;
        EXPECT_EQ(number(parts.at(2)), sums.multiply_adds) << architecture;
        continue;
      }
      const bool other = parts.front() == "(other)";
      sums.parameters += number(parts.at(parts.size() - (other ? 1 : 2)));
      if (!other) {
        sums.multiply_adds += number(parts.back());
      }
    }
    EXPECT_GT(sums.multiply_adds, 0);
  }
}

TEST(LayerTable, CountsSelfAttentionAndItsLinearLayers) {
  // 10 positions of 8 channels, width 8: W_qkv has 8 · 24 weights, scores and mixing 10 · 10 · 8 each.
  const auto network = small_network(small_config("multiscale", {{"context", {{"layers", 1}, {"width", 8}}}}));
  const std::string table = table_of(*network);
  EXPECT_THAT(table, ::testing::ContainsRegex("context.layers.0.queries_keys_values +linear +24 x 10 +216 +1,920\n"));
  EXPECT_THAT(table, ::testing::ContainsRegex("context +self-attention +10 x 8 +32 +1,600\n"));  // with two layer norms
}

}  // namespace
}  // namespace cre
