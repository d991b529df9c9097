// What stands between trunk and heads. The heads of these networks have no hidden layer and K outputs that read one
// feature each, so that the features in front of the heads come out.

#include "model/network.h"

#include <gtest/gtest.h>

#include "layers/dropout.h"
#include "model/small_network.h"

namespace cre {
namespace {

constexpr std::int64_t kPooled = 16, kTasks = 4, kMotifs = 3;
constexpr NetworkShape kShape{.tasks = kTasks, .length = 40, .motifs = kMotifs};

std::shared_ptr<Network> network_with(nlohmann::json options) {
  options["pooling"] = "mean";
  options["multiscale"] = {{"head_sizes", nlohmann::json::array()}, {"head_dropouts", nlohmann::json::array()}};
  return small_network(small_config("multiscale", options), kShape);
}

std::int64_t feature_count(const Network& network) {
  return value_of(network, "heads.0.0.weight").size(1);
}

// Features first, ..., first + 3 of each element.
at::Tensor features(Network& network, std::int64_t first, const NetworkInput& input, const ForwardPass& pass = {}) {
  for (std::int64_t k = 0; k < kTasks; ++k) {
    const std::string name = "heads." + std::to_string(k) + ".0.";
    set_value(network, name + "weight", at::one_hot(at::tensor({first + k}), feature_count(network)).to(at::kFloat));
    set_value(network, name + "bias", at::zeros({1}));
  }
  return network.forward(input, pass).activity;
}

at::Tensor all_features(Network& network, const NetworkInput& input, const ForwardPass& pass = {}) {
  const std::int64_t count = feature_count(network);
  std::vector<at::Tensor> parts;
  for (std::int64_t first = 0; first + kTasks <= count; first += kTasks) {
    parts.push_back(features(network, first, input, pass));
  }
  const std::int64_t rest = count % kTasks;
  if (rest > 0) {
    parts.push_back(features(network, count - kTasks, input, pass).slice(1, kTasks - rest));
  }
  return at::cat(parts, 1).detach();
}

at::Tensor plain_features(const NetworkInput& input) {
  return all_features(*network_with({}), input);
}

TEST(NetworkOptions, MotifScoresAreStandardizedAndJoinThePooledFeatures) {
  const auto network = network_with({{"motifs", "concatenate"}});
  ASSERT_EQ(feature_count(*network), kPooled + kMotifs);
  network->set_motif_scale(at::tensor({1.0F, 2.0F, -1.0F}), at::tensor({2.0F, 0.5F, 1.0F}));
  NetworkInput input = random_input(2, kShape);
  input.motif_scores = at::tensor({3.0F, 2.0F, -1.0F, 1.0F, 3.0F, 4.0F}).view({2, 3});
  const at::Tensor found = all_features(*network, input);
  EXPECT_TRUE(at::allclose(found.slice(1, kPooled), at::tensor({1.0F, 0.0F, 0.0F, 0.0F, 2.0F, 5.0F}).view({2, 3})));
  EXPECT_TRUE(at::allclose(found.slice(1, 0, kPooled), plain_features(input), 1e-5, 1e-6));
}

TEST(NetworkOptions, MotifScoresAreDroppedInTraining) {
  const auto network = network_with({{"motifs", "concatenate"}, {"motif_dropout", 0.5}});
  const NetworkInput input = random_input(64, kShape);
  const at::Tensor found = all_features(*network, input, {.mode = Mode::training, .seed = 3, .step = 8});
  // The dropout layers of the trunk are 0 to 4: two of the stem, three of the blocks.
  const at::Tensor keep = dropout_keep(DropoutMask::of(0.5, 3, 8, 5), 64 * kMotifs, at::kCPU).view({64, kMotifs});
  EXPECT_TRUE(at::allclose(found.slice(1, kPooled), input.motif_scores * keep.to(at::kFloat) * 2.0, 1e-5, 1e-6));
}

TEST(NetworkOptions, TargetCellIsOneHotAndZeroWhenUnknown) {
  const auto network = network_with({{"motifs", "concatenate"}, {"target_cell", true}});
  ASSERT_EQ(feature_count(*network), kPooled + kMotifs + kTasks);
  NetworkInput input = random_input(3, kShape);
  input.target_cell = at::tensor({2, -1, 0}, at::kLong);
  const at::Tensor expected = at::tensor({0.0F, 0.0F, 1.0F, 0.0F,  //
                                          0.0F, 0.0F, 0.0F, 0.0F,  //
                                          1.0F, 0.0F, 0.0F, 0.0F});
  const at::Tensor found = all_features(*network, input);
  EXPECT_TRUE(at::equal(found.slice(1, kPooled + kMotifs), expected.view({3, 4})));
  EXPECT_TRUE(at::allclose(found.slice(1, kPooled, kPooled + kMotifs), input.motif_scores, 1e-5, 1e-6));
}

TEST(NetworkOptions, HeadLayerNormIsOverAllFeatures) {
  const auto network = network_with({{"motifs", "concatenate"}, {"target_cell", true}, {"head_layer_norm", true}});
  const auto plain = network_with({{"motifs", "concatenate"}, {"target_cell", true}});
  const std::int64_t count = feature_count(*network);
  const at::Tensor scale = at::rand({count}), shift = at::rand({count});
  set_value(*network, "head_norm.weight", scale);
  set_value(*network, "head_norm.bias", shift);
  const NetworkInput input = random_input(5, kShape);
  const at::Tensor expected = at::layer_norm(all_features(*plain, input), {count}, scale, shift, 1e-5);
  EXPECT_TRUE(at::allclose(all_features(*network, input), expected, 1e-4, 1e-5));
}

TEST(NetworkOptions, MixupMixesAllFeaturesOfTwoRows) {
  const auto network = network_with({{"motifs", "concatenate"}, {"target_cell", true}});
  NetworkInput input = random_input(3, kShape);
  const at::Tensor plain = all_features(*network, input);
  input.mixup = Mixup{at::tensor({1, 2, 0}, at::kLong), at::tensor({0.25F, 1.0F, 0.5F})};
  const at::Tensor expected = at::stack({0.25 * plain[0] + 0.75 * plain[1], plain[1], 0.5 * plain[2] + 0.5 * plain[0]});
  EXPECT_TRUE(at::allclose(all_features(*network, input), expected, 1e-5, 1e-6));
}

TEST(NetworkOptions, MixupStandsInFrontOfLayerNormAndHeads) {
  const auto network = small_network(small_config("malinois", {{"head_layer_norm", true}}), kShape);
  NetworkInput input = random_input(4, kShape);
  const at::Tensor plain = network->forward(input, ForwardPass{}).activity;
  const at::Tensor partner = at::tensor({1, 2, 3, 0}, at::kLong);
  input.mixup = Mixup{partner, at::ones({4})};
  EXPECT_TRUE(at::allclose(network->forward(input, ForwardPass{}).activity, plain, 1e-5, 1e-6));
  input.mixup = Mixup{partner, at::zeros({4})};
  EXPECT_TRUE(at::allclose(network->forward(input, ForwardPass{}).activity, plain.roll(-1, 0), 1e-5, 1e-6));
  input.mixup = Mixup{partner, at::full({4}, 0.5F)};
  const at::Tensor between = (plain + plain.roll(-1, 0)) / 2.0;  // what mixing after the heads would give
  EXPECT_FALSE(at::allclose(network->forward(input, ForwardPass{}).activity, between, 1e-3, 1e-4));
}

TEST(NetworkOptions, AuxiliaryMotifsAreALinearLayerOfThePooledFeatures) {
  const auto network = network_with({{"motifs", "auxiliary"}, {"target_cell", true}});
  ASSERT_EQ(feature_count(*network), kPooled + kTasks);
  set_value(*network, "motif_head.bias", at::tensor({1.0F, 2.0F, 3.0F}));
  NetworkInput input = random_input(5, kShape);
  const at::Tensor pooled = all_features(*network, input).slice(1, 0, kPooled);
  const at::Tensor expected =
      at::linear(pooled, value_of(*network, "motif_head.weight"), value_of(*network, "motif_head.bias"));
  EXPECT_TRUE(at::allclose(network->forward(input, ForwardPass{}).motif_logits, expected, 1e-4, 1e-5));
  input.mixup = Mixup{at::tensor({1, 2, 3, 4, 0}, at::kLong), at::full({5}, 0.5F)};  // of pure elements even then
  EXPECT_TRUE(at::allclose(network->forward(input, ForwardPass{}).motif_logits, expected, 1e-4, 1e-5));
}

TEST(NetworkOptions, ContextStandsInFrontOfThePooling) {
  // A silent context module (W_out = 0) changes nothing; otherwise it changes the features.
  const auto network = network_with({{"context", {{"layers", 1}, {"width", 8}}}});
  const NetworkInput input = random_input(3, kShape);
  EXPECT_FALSE(at::allclose(all_features(*network, input), plain_features(input), 1e-3, 1e-3));
  set_value(*network, "context.output.weight", at::zeros({1}));
  const auto same = network_with({});
  for (const auto& item : same->named_parameters()) {
    set_value(*network, item.key(), item.value());
  }
  EXPECT_TRUE(at::allclose(all_features(*network, input), plain_features(input), 1e-5, 1e-6));
}

}  // namespace
}  // namespace cre
