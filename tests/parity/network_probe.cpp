// network_probe REQUEST.json INPUT.h5 OUTPUT.h5: runs a network and a few training steps on given data and writes all
// numbers down, for comparison with PyTorch (tests/helpers/network_probe.py says what is in the files). Not installed.

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/config.h"
#include "core/settings_input.h"
#include "layers/weighted_layer.h"
#include "model/device.h"
#include "model/match_parameters.h"
#include "model/registry.h"
#include "model/weights.h"
#include "sequence/reverse_complement.h"
#include "storage/hdf5_file.h"
#include "train/config/train_tool_config.h"
#include "train/step/train_step.h"

namespace {

using cre::Shape;

struct Probe {
  cre::TrainToolConfig config;
  std::int64_t steps = 0, batch = 0, epoch = 1;
  std::vector<double> learning_rates;
  cre::Dataset dataset;
};

void write(cre::Hdf5Writer& writer, const std::string& name, const at::Tensor& tensor) {
  const at::Tensor plain = tensor.detach().to(at::kFloat).contiguous();
  writer.write(name, std::span(plain.data_ptr<float>(), static_cast<std::size_t>(plain.numel())),
               Shape(plain.sizes().begin(), plain.sizes().end()));
}

void write_weights(cre::Hdf5Writer& writer, const std::string& group, const cre::Network& network) {
  for (const cre::NamedArray& array : cre::weights_of(network)) {
    writer.write(cre::concat(group, "/", array.name), array.values, array.shape);
  }
}

void read_motifs(const cre::Hdf5Reader& reader, std::uint64_t rows, std::uint64_t motifs, cre::Dataset& dataset) {
  for (std::uint64_t m = 0; m < motifs; ++m) {
    dataset.motifs.names.push_back(cre::concat("motif", m));
  }
  reader.read("/motif_score", dataset.motifs.score, {rows, motifs});
  reader.read("/motif_threshold", dataset.motifs.threshold, {motifs});
}

Probe read_probe(const std::string& request_file, const std::string& input_file) {
  const nlohmann::json request = cre::read_json_file(request_file);
  Probe probe;
  cre::ConfigView(probe.config).read({{"model", request.at("model")}, {"train", request.at("train")}}, request_file);
  probe.steps = request.at("steps");
  probe.epoch = request.at("epoch");
  probe.learning_rates = request.at("learning_rates").get<std::vector<double>>();
  const auto tasks = request.at("tasks").get<std::uint64_t>(), motifs = request.at("motifs").get<std::uint64_t>();
  const auto length = request.at("construct_length").get<std::uint64_t>();

  const cre::Hdf5Reader reader(input_file, {"probe_input", 1});
  const std::uint64_t rows = reader.shape("/codes").at(0);
  probe.batch = static_cast<std::int64_t>(rows) / std::max<std::int64_t>(1, probe.steps);
  cre::Dataset& data = probe.dataset;
  data.tasks.assign(tasks, "task");
  data.construct.insert_length = static_cast<std::int64_t>(length);
  data.measured.id.assign(rows, "");
  reader.read("/codes", data.codes, {rows, length});
  reader.read("/target", data.target, {rows, tasks});
  reader.read("/weight", data.measured.weight, {rows, tasks});
  reader.read("/target_cell", data.measured.target_cell, {rows});
  std::vector<std::uint8_t> flip;
  reader.read("/flip", flip, {rows});
  for (std::uint64_t i = 0; i < rows; ++i) {
    const auto codes = std::span(data.codes).subspan(i * length, length);
    if (flip[i] != 0) {
      std::ranges::copy(cre::reverse_complement(codes), codes.begin());
    }
  }
  if (motifs > 0) {
    read_motifs(reader, rows, motifs, data);
  }
  return probe;
}

cre::TrainingData training_data(const Probe& probe, const cre::Hdf5Reader& reader) {
  const auto rows = static_cast<std::int64_t>(probe.dataset.rows());
  const auto tasks = static_cast<std::int64_t>(probe.dataset.task_count());
  cre::TrainingData data{.input = cre::ElementInput(probe.dataset, at::kCPU),
                         .target = at::tensor(probe.dataset.target).view({rows, tasks}),
                         .weight = at::tensor(probe.dataset.measured.weight).view({rows, tasks}),
                         .motif_present = {},
                         .motif_mean = {},
                         .motif_sd = {},
                         .train_rows = {},
                         .val_rows = {},
                         .sampler = cre::Sampler({}, probe.dataset, {})};
  if (data.input.motif_scores.defined()) {
    std::vector<float> mean, sd;
    reader.read("/motif_mean", mean, {probe.dataset.motifs.count()});
    reader.read("/motif_sd", sd, {probe.dataset.motifs.count()});
    data.motif_mean = at::tensor(mean);
    data.motif_sd = at::tensor(sd);
    data.motif_present = cre::RowTable(
        at::tensor(probe.dataset.motifs.score).view({rows, -1}).ge(at::tensor(probe.dataset.motifs.threshold)),
        at::kCPU, cre::Residence::device);
  }
  return data;
}

std::shared_ptr<cre::Network> network_of(const Probe& probe, const cre::TrainingData& data) {
  const cre::NetworkShape shape = cre::network_shape(probe.dataset, probe.config.train.loss.outputs());
  auto network = cre::build_network(cre::with_matched_parameters(probe.config.model, shape), shape, 1);
  if (network->options().motifs != cre::MotifPrior::none) {
    network->set_motif_scale(data.motif_mean, data.motif_sd);
  }
  return network;
}

// A network of its own, since a pass in training mode changes the running values of batch norm.
void write_passes(const Probe& probe, const cre::TrainingData& data, cre::Hdf5Writer& writer) {
  const torch::NoGradGuard no_gradients;
  const auto network = network_of(probe, data);
  const at::Tensor rows = at::arange(probe.batch);
  const cre::NetworkInput input = data.input.batch(rows, data.input.sequences.inserts(rows), at::kFloat);
  write(writer, "/forward", network->forward(input, {}).activity);
  {
    const cre::FoldedWeights folded(*network, at::kFloat);
    write(writer, "/folded", network->forward(input, {}).activity);
  }
  const cre::NetworkOutput trained = network->forward(input, {.mode = cre::Mode::training});
  at::Tensor outputs = trained.activity;
  if (trained.log_variance.defined()) {
    outputs = at::stack({outputs, trained.log_variance}, 2).flatten(1);
  }
  write(writer, "/train_output", outputs);
}

// train_step leaves the gradients scaled by the clipping.
void write_gradients(const cre::Network& network, double norm, double clip, cre::Hdf5Writer& writer) {
  const double scale = std::min(1.0, clip / (norm + 1e-6));
  for (const auto& item : network.named_parameters()) {
    write(writer, cre::concat("/gradient/", item.key()), item.value().grad() / scale);
  }
}

void write_training(const Probe& probe, const cre::TrainingData& data, cre::Hdf5Writer& writer) {
  cre::Learner learner(network_of(probe, data), probe.config.train, cre::Precision::fp32);
  const cre::Network& network = *learner.network;
  write_weights(writer, "/initial", network);
  std::vector<double> losses;
  std::vector<at::Tensor> used;
  for (std::int64_t i = 0; i < probe.steps; ++i) {
    std::vector<cre::Visit> visits;
    for (std::int64_t row = 0; row < probe.batch; ++row) {
      visits.push_back({.row = i * probe.batch + row});
    }
    const cre::StepPlace place{.epoch = probe.epoch,
                               .learning_rate = probe.learning_rates.at(static_cast<std::size_t>(i))};
    const cre::StepResult result = cre::train_step(learner, data, probe.config.train, place, visits);
    losses.push_back(result.loss);
    used.push_back(result.task_weights);
    if (i == 0) {
      write_gradients(network, result.gradient_norm, probe.config.train.optimizer.clip, writer);
    }
  }
  writer.write("/loss", losses, {losses.size()});
  write(writer, "/task_weights", at::stack(used));
  write_weights(writer, "/final", network);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 4) {
      cre::fail(cre::ErrorKind::usage, "usage: network_probe REQUEST.json INPUT.h5 OUTPUT.h5");
    }
    cre::start_torch(1);
    const Probe probe = read_probe(argv[1], argv[2]);
    const cre::TrainingData data = training_data(probe, cre::Hdf5Reader(argv[2], {"probe_input", 1}));
    cre::Hdf5Writer writer(argv[3], {"probe_output", 1});
    write_passes(probe, data, writer);
    write_training(probe, data, writer);
    writer.close();
    return 0;
  } catch (const cre::Error& error) {
    std::fprintf(stderr, "network_probe: error: %s\n", error.what());
    return error.exit_code();
  }
}
