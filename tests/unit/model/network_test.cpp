// What all architectures have in common; the options between trunk and heads are in network_options_test.cpp.

#include "model/network.h"

#include "expect_error.h"
#include "model/small_network.h"

namespace cre {
namespace {

TEST(Network, GivesOneValueForEachTask) {
  for (const std::string& architecture : architecture_names()) {
    for (const std::int64_t tasks : {1, 5}) {
      const NetworkShape shape{.tasks = tasks, .length = 41};
      const NetworkOutput output =
          small_network(small_config(architecture), shape)->forward(random_input(3, shape), ForwardPass{});
      EXPECT_EQ(output.activity.sizes(), at::IntArrayRef({3, tasks})) << architecture;
      EXPECT_TRUE(output.activity.isfinite().all().item<bool>()) << architecture;
      EXPECT_FALSE(output.log_variance.defined());
      EXPECT_FALSE(output.motif_logits.defined());
    }
  }
}

TEST(Network, HasMeanAndLogVarianceOfEachTaskWithTwoOutputs) {
  const NetworkShape shape{.tasks = 2, .length = 40, .outputs = 2};
  const auto legnet = small_network(small_config("legnet"), shape);
  set_value(*legnet, "heads.output.weight", at::zeros({1}));
  set_value(*legnet, "heads.output.bias", at::tensor({1.0F, 2.0F, 3.0F, 4.0F}));
  NetworkOutput output = legnet->forward(random_input(3), ForwardPass{});
  EXPECT_TRUE(at::equal(output.activity, at::tensor({1.0F, 3.0F}).expand({3, 2})));
  EXPECT_TRUE(at::equal(output.log_variance, at::tensor({2.0F, 4.0F}).expand({3, 2})));

  const auto multiscale = small_network(small_config(), shape);
  set_value(*multiscale, "heads.1.1.weight", at::zeros({1}));
  set_value(*multiscale, "heads.1.1.bias", at::tensor({5.0F, 6.0F}));
  output = multiscale->forward(random_input(3), ForwardPass{});
  EXPECT_TRUE(at::equal(output.activity.select(1, 1), at::full({3}, 5.0F)));
  EXPECT_TRUE(at::equal(output.log_variance.select(1, 1), at::full({3}, 6.0F)));
}

TEST(Network, EveryParameterLearns) {
  const nlohmann::json options = {{"pooling", "attention"},
                                  {"context", {{"layers", 1}, {"width", 8}}},
                                  {"motifs", "auxiliary"},
                                  {"target_cell", true},
                                  {"head_layer_norm", true}};
  const NetworkShape shape{.tasks = 2, .length = 40, .outputs = 2, .motifs = 3};
  for (const std::string& architecture : architecture_names()) {
    const auto network = small_network(small_config(architecture, options), shape);
    const NetworkOutput output = network->forward(random_input(16, shape), {.mode = Mode::training});
    (output.activity.square().sum() + output.log_variance.square().sum() + output.motif_logits.square().sum())
        .backward();
    for (const auto& item : network->named_parameters()) {
      ASSERT_TRUE(item.value().grad().defined()) << architecture << ' ' << item.key();
      EXPECT_GT(item.value().grad().abs().sum().item<float>(), 0.0F) << architecture << ' ' << item.key();
    }
  }
}

TEST(Network, TrainingDependsOnSeedAndStepAndRepeats) {
  for (const std::string& architecture : architecture_names()) {
    nlohmann::json changes = nlohmann::json::object();
    if (architecture == "legnet") {
      changes = {{"legnet", {{"head_dropout", 0.3}}}};  // the others drop by default
    }
    const auto network = small_network(small_config(architecture, changes));
    const auto output = [&](std::uint64_t seed, std::uint64_t step) {
      return network->forward(random_input(16), {.mode = Mode::training, .seed = seed, .step = step}).activity;
    };
    EXPECT_TRUE(at::equal(output(1, 2), output(1, 2))) << architecture;
    EXPECT_FALSE(at::equal(output(1, 2), output(1, 3))) << architecture;
    EXPECT_FALSE(at::equal(output(1, 2), output(2, 2))) << architecture;
  }
}

TEST(Network, Bfloat16StaysCloseToFloat) {
  for (const std::string& architecture : architecture_names()) {
    const auto network = small_network(small_config(architecture, {{"context", {{"layers", 1}, {"width", 8}}}}));
    NetworkInput input = random_input(8);
    const at::Tensor exact = network->forward(input, ForwardPass{}).activity;
    input.onehot = input.onehot.to(at::kBFloat16);
    const at::Tensor rounded = network->forward(input, {.dtype = at::kBFloat16}).activity;
    EXPECT_EQ(rounded.scalar_type(), at::kFloat);
    EXPECT_LT((exact - rounded).abs().max().item<double>(), 0.05 * exact.abs().max().item<double>()) << architecture;
  }
}

TEST(Network, SharedWeightIsTheLastOfTheTrunk) {
  const std::vector<std::pair<std::string, std::string>> last = {{"multiscale", "trunk.stage2.0.second.weight_v"},
                                                                 {"resnet_dilated", "trunk.dilated.0.weight_v"},
                                                                 {"malinois", "trunk.convolutions.2.weight"},
                                                                 {"legnet", "trunk.mapper.weight"}};
  for (const auto& [architecture, name] : last) {
    const auto network = small_network(small_config(architecture));
    EXPECT_TRUE(network->shared_weight().is_same(value_of(*network, name))) << architecture;
  }
}

TEST(Network, CountsParametersButNoBuffers) {
  // One convolution of width 1 from 4 to 2 channels with bias and batch norm (14), 6 features of 3 positions; shared
  // linear layer to 3 with bias and batch norm (27); output (4).
  const ModelConfig config = small_config("malinois", {{"malinois",
                                                        {{"channels", {2}},
                                                         {"kernels", {1}},
                                                         {"pools", {2}},
                                                         {"pool_padding", 0},
                                                         {"linear_size", 3},
                                                         {"head_sizes", nlohmann::json::array()}}}});
  EXPECT_EQ(small_network(config, {.tasks = 1, .length = 6})->parameter_count(), 14 + 27 + 4);
}

TEST(Network, NeedsMotifScoresToReadThem) {
  for (const char* motifs : {"concatenate", "auxiliary"}) {
    expect_error(ErrorKind::config, "model.motifs: the dataset has no motif scores; set encode.motifs",
                 [&] { small_network(small_config("legnet", {{"motifs", motifs}})); });
  }
}

}  // namespace
}  // namespace cre
