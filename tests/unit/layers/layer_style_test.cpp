#include "layers/layer_style.h"

#include "expect_error.h"
#include "model/small_network.h"

namespace cre {
namespace {

struct Bad {
  const char* section;  // JSON
  const char* message;
};

void expect_refused(const std::vector<Bad>& cases) {
  for (const Bad& c : cases) {
    expect_error(ErrorKind::config, c.message, [&] { model_config(nlohmann::json::parse(c.section)); });
  }
}

TEST(LayerStyle, KernelsAreOdd) {
  expect_refused({
      {R"({"multiscale": {"stem_kernels": [7, 10]}})", "test: multiscale.stem_kernels[1]: 10 is even"},
      {R"({"multiscale": {"sequential_kernel": 4}})", "multiscale.sequential_kernel: 4 is even"},
      {R"({"multiscale": {"expand_kernel": 2}})", "multiscale.expand_kernel: 2 is even"},
      {R"({"multiscale": {"block_kernel": 4}})", "multiscale.block_kernel: 4 is even"},
      {R"({"resnet_dilated": {"stem_kernel": 8}})", "resnet_dilated.stem_kernel: 8 is even"},
      {R"({"resnet_dilated": {"block_kernel": 8}})", "resnet_dilated.block_kernel: 8 is even"},
      {R"({"resnet_dilated": {"dilated_kernel": 8}})", "resnet_dilated.dilated_kernel: 8 is even"},
      {R"({"malinois": {"kernels": [19, 11, 6]}})", "malinois.kernels[2]: 6 is even"},
      {R"({"legnet": {"stem_kernel": 10}})", "legnet.stem_kernel: 10 is even"},
      {R"({"legnet": {"block_kernel": 10}})", "legnet.block_kernel: 10 is even; kernels are odd"},
  });
}

TEST(LayerStyle, ListsOfOneLayerEachAreOfOneLength) {
  expect_refused({
      {R"({"multiscale": {"head_sizes": [64]}})",
       "test: multiscale.head_dropouts: has 2 values, but head_sizes has 1; both lists are of one length"},
      {R"({"resnet_dilated": {"head_dropouts": [0.1, 0.1]}})", "head_dropouts: has 2 values, but head_sizes has 1"},
      {R"({"malinois": {"kernels": [19]}})", "malinois.kernels: has 1 value, but channels has 3"},
      {R"({"malinois": {"channels": [10, 10], "kernels": [3, 3]}})",
       "malinois.pools: has 3 values, but channels has 2"},
      {R"({"legnet": {"pools": [2, 2, 2]}})", "legnet.pools: has 3 values, but block_channels has 4"},
  });
}

TEST(LayerStyle, WidthsAreMultiplesOfTheGroupsOfGroupNorm) {
  expect_refused({
      {R"({"multiscale": {"norm": "group", "stem_channels": 40}})",
       "test: multiscale.stem_channels: 40 is not a multiple of norm_groups, 32"},
      {R"({"multiscale": {"norm": "weight+group", "norm_groups": 64, "stage1_channels": 96}})",
       "multiscale.stage1_channels: 96 is not a multiple of norm_groups, 64"},
      {R"({"multiscale": {"norm": "group", "stage2_channels": 100}})", "multiscale.stage2_channels: 100 is not"},
      {R"({"resnet_dilated": {"norm": "group", "norm_groups": 12}})", "resnet_dilated.channels: 256 is not"},
      {R"({"malinois": {"norm": "group", "norm_groups": 50, "linear_size": 90}})", "malinois.linear_size: 90 is not"},
      {R"({"malinois": {"norm": "group"}})", "malinois.channels[0]: 300 is not a multiple of norm_groups, 32"},
      {R"({"legnet": {"norm": "group"}})", "legnet.block_channels[0]: 80 is not a multiple of norm_groups, 32"},
      {R"({"legnet": {"norm": "group", "norm_groups": 16, "stem_channels": 8}})", "legnet.stem_channels: 8 is not"},
  });
  EXPECT_NO_THROW(model_config({{"legnet", {{"norm", "group"}, {"norm_groups", 16}}}}));
  EXPECT_NO_THROW(model_config({{"legnet", {{"norm", "layer"}, {"norm_groups", 7}}}}));
}

TEST(LayerStyle, RangesOfNormsAndActivations) {
  expect_refused({
      {R"({"legnet": {"norm": "weight_batch"}})", "allowed: none, weight, batch, group, layer, weight+batch"},
      {R"({"legnet": {"norm_groups": 0}})", "legnet.norm_groups: 0 is out of range"},
      {R"({"legnet": {"activation": "swish"}})", "allowed: leaky_relu, relu, gelu, silu"},
      {R"({"multiscale": {"negative_slope": 1}})", "multiscale.negative_slope: 1 is out of range; allowed: in [0, 1)"},
      {R"({"multiscale": {"head_dropouts": [0.3, 1]}})", "head_dropouts[1]: 1 is out of range"},
      {R"({"multiscale": {"stem_channels": 0}})", "multiscale.stem_channels: 0 is out of range"},
  });
}

TEST(LayerStyle, OnlyLeakyReluHasASlope) {
  LayerStyle style;
  style.negative_slope = 0.2;
  EXPECT_EQ(style.act().slope, 0.2);
  for (const ActivationKind kind : {ActivationKind::relu, ActivationKind::gelu, ActivationKind::silu}) {
    style.activation = kind;
    EXPECT_EQ(style.act().slope, 0.0);
    EXPECT_EQ(style.act().kind, kind);
  }
}

TEST(LayerStyle, TheSlopeOfReluIsZeroWhateverIsSet) {
  const auto output = [](double slope) {
    const nlohmann::json changes = {{"multiscale", {{"activation", "relu"}, {"negative_slope", slope}}}};
    const auto network = small_network(small_config("multiscale", changes));
    // Kaiming's gain knows the slope; only the same weights show the activation.
    for (const auto& item : small_network()->named_parameters()) {
      set_value(*network, item.key(), item.value());
    }
    return network->forward(random_input(4), ForwardPass{}).activity;
  };
  EXPECT_TRUE(at::equal(output(0.0), output(0.9)));
}

}  // namespace
}  // namespace cre
