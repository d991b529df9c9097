#include "model/trained_network.h"

#include "expect_error.h"
#include "model/small_network.h"
#include "model/weights.h"

namespace cre {
namespace {

constexpr NetworkShape kShape{.tasks = 2, .length = 40, .outputs = 2, .motifs = 3};

ModelFile file_of(const Network& network, ModelConfig config) {
  ModelFile file;
  file.architecture = ConfigView(config).dump();
  file.tasks = {"K562", "HepG2"};
  file.outputs = kShape.outputs;
  file.motifs = {"p", "q", "r"};
  file.construct = {36, "ACGT", "", ReverseScope::insert};
  file.weights = weights_of(network);
  return file;
}

ModelConfig config_of(const std::string& architecture) {
  return small_config(architecture, {{"motifs", "concatenate"}, {"head_layer_norm", true}});
}

ModelFile small_file(const std::string& architecture = "multiscale") {
  return file_of(*small_network(config_of(architecture), kShape), config_of(architecture));
}

TEST(TrainedNetwork, PredictsAsTheNetworkThatWasSaved) {
  for (const std::string& architecture : architecture_names()) {
    const auto network = small_network(config_of(architecture), kShape);
    network->forward(random_input(8, kShape), {.mode = Mode::training});
    const auto loaded = trained_network(file_of(*network, config_of(architecture)), "m.h5", at::kCPU);
    const NetworkInput input = random_input(4, kShape, 5);
    const NetworkOutput expected = network->forward(input, ForwardPass{}),
                        found = loaded->forward(input, ForwardPass{});
    EXPECT_TRUE(at::equal(found.activity, expected.activity)) << architecture;
    EXPECT_TRUE(at::equal(found.log_variance, expected.log_variance)) << architecture;
  }
}

TEST(TrainedNetwork, WeightsOfAnotherArchitectureAreRefused) {
  ModelFile file = small_file("legnet");
  file.architecture = small_file("malinois").architecture;
  expect_error(ErrorKind::integrity, "m.h5: weights do not fit the network; missing: trunk.convolutions.0.weight",
               [&] { trained_network(file, "m.h5", at::kCPU); });
}

TEST(TrainedNetwork, WeightsOfAnotherNumberOfTasksAreRefused) {
  ModelFile file = small_file();
  file.tasks.pop_back();
  expect_error(ErrorKind::integrity, "unexpected: heads.1.0.bias", [&] { trained_network(file, "m.h5", at::kCPU); });
}

TEST(TrainedNetwork, WeightsOfAnotherLengthAreRefusedWhereItMatters) {
  ModelFile file = small_file("malinois");  // it flattens
  file.construct.insert_length = 100;
  expect_error(ErrorKind::integrity, "other shape: ", [&] { trained_network(file, "m.h5", at::kCPU); });
}

TEST(TrainedNetwork, AnUnknownSectionIsRefused) {
  ModelFile file = small_file();
  file.architecture["architecture"] = "perceptron";
  expect_error(ErrorKind::integrity, "architecture of the model: m.h5: architecture: \"perceptron\"",
               [&] { trained_network(file, "m.h5", at::kCPU); });
}

}  // namespace
}  // namespace cre
