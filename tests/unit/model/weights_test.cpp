#include "model/weights.h"

#include "expect_error.h"
#include "model/small_network.h"

namespace cre {
namespace {

TEST(Weights, SurviveARoundTripIncludingBuffers) {
  const NetworkShape shape{.tasks = 2, .length = 40, .motifs = 3};
  for (const std::string& architecture : architecture_names()) {
    const ModelConfig config =
        small_config(architecture, {{"motifs", "concatenate"}, {architecture, {{"norm", "weight+batch"}}}});
    const auto source = small_network(config, shape), target = small_network(config, shape, 99);
    source->forward(random_input(8, shape), {.mode = Mode::training});  // moves the running statistics
    source->set_motif_scale(at::tensor({1.0F, 2.0F, 3.0F}), at::tensor({0.5F, 1.0F, 2.0F}));
    load_weights(*target, weights_of(*source), "model.h5");
    const NetworkInput input = random_input(4, shape);
    const at::Tensor expected = source->forward(input, ForwardPass{}).activity;
    EXPECT_TRUE(at::equal(target->forward(input, ForwardPass{}).activity, expected)) << architecture;
  }
}

std::vector<std::string> names_of(const Network& network) {
  std::vector<std::string> names;
  for (const NamedArray& array : weights_of(network)) {
    names.push_back(array.name);
  }
  return names;
}

TEST(Weights, AreNamedAsDocumented) {
  const auto names = [](const char* architecture) { return names_of(*small_network(small_config(architecture))); };
  EXPECT_THAT(names("multiscale"),
              ::testing::IsSupersetOf({"trunk.stem.0.weight_g", "trunk.stem.1.bias", "trunk.fuse.weight_v",
                                       "trunk.stage1.1.second.weight_g", "trunk.expand.bias",
                                       "trunk.stage2.0.first.weight_v", "heads.0.0.weight", "heads.1.1.bias"}));
  EXPECT_THAT(
      names("resnet_dilated"),
      ::testing::IsSupersetOf({"trunk.stem.weight_v", "trunk.blocks.0.first.norm.running_var",
                               "trunk.blocks.0.second.weight_g", "trunk.dilated.0.norm.weight", "heads.1.0.weight_g"}));
  EXPECT_THAT(names("malinois"),
              ::testing::IsSupersetOf({"trunk.convolutions.2.bias", "trunk.convolutions.0.norm.running_mean",
                                       "heads.shared.norm.bias", "heads.branches.1.2.weight"}));
  EXPECT_THAT(names("legnet"),
              ::testing::IsSupersetOf({"trunk.stem.weight", "trunk.blocks.0.expand.weight",
                                       "trunk.blocks.1.depthwise.weight", "trunk.blocks.0.squeeze.bias",
                                       "trunk.blocks.0.excite.weight", "trunk.blocks.0.project.norm.bias",
                                       "trunk.blocks.1.merge.weight", "trunk.mapper_norm.running_mean",
                                       "trunk.mapper.bias", "heads.hidden.norm.weight", "heads.output.bias"}));
}

TEST(Weights, OfOptionsAreNamedAsDocumented) {
  const ModelConfig config = small_config("legnet", {{"pooling", "attention"},
                                                     {"context", {{"layers", 1}, {"width", 8}}},
                                                     {"motifs", "auxiliary"},
                                                     {"head_layer_norm", true}});
  EXPECT_THAT(
      names_of(*small_network(config, {.tasks = 2, .length = 40, .motifs = 3})),
      ::testing::IsSupersetOf({"pooling.query", "context.input.weight", "context.layers.0.attention_norm.weight",
                               "context.layers.0.queries_keys_values.weight", "context.layers.0.attention_output.bias",
                               "context.layers.0.feed_norm.bias", "context.layers.0.feed_hidden.weight",
                               "context.layers.0.feed_output.weight", "context.output.bias", "head_norm.weight",
                               "head_norm.bias", "motif_mean", "motif_sd", "motif_head.weight", "motif_head.bias"}));
}

TEST(Weights, ErrorsNameMissingUnexpectedAndMisshapenArrays) {
  auto weights = weights_of(*small_network());
  EXPECT_NO_THROW(load_weights(*small_network(), weights, "model.h5"));
  for (NamedArray& array : weights) {
    if (array.name == "trunk.fuse.bias") {
      array.name = "trunk.fuse.bia";
    }
    if (array.name == "trunk.expand.bias") {
      array.shape = {4, 4};
    }
  }
  for (const char* part : {"model.h5: weights do not fit the network", "missing: trunk.fuse.bias",
                           "unexpected: trunk.fuse.bia", "trunk.expand.bias is (4, 4), the network has (16)"}) {
    expect_error(ErrorKind::integrity, part, [&] { load_weights(*small_network(), weights, "model.h5"); });
  }
}

}  // namespace
}  // namespace cre
