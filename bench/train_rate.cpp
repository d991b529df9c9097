// Times training steps and inference of a network on random data, for bench/run_train.py:
//     bench-train-rate CONFIG.json PRECISION THREADS TASKS LENGTH STEPS
// CONFIG.json has the sections model and train, as for cre-train; PRECISION is fp32 or bf16. Prints one line of JSON:
// seconds of each step and of each batch of inference, the first of each (which warms up) left out.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/config.h"
#include "core/random.h"
#include "core/settings_input.h"
#include "core/stopwatch.h"
#include "layers/busy_machine.h"
#include "layers/openmp.h"
#include "model/device.h"
#include "model/inference.h"
#include "model/registry.h"
#include "storage/elements.h"
#include "train/config/train_tool_config.h"
#include "train/step/train_step.h"

namespace {

cre::Dataset random_dataset(std::int64_t rows, std::int64_t tasks, std::int64_t length) {
  cre::RandomStream stream(cre::RandomPurpose::simulation, 1);
  cre::Dataset data;
  data.tasks.assign(static_cast<std::size_t>(tasks), "task");
  data.construct.insert_length = length;
  data.measured.id.assign(static_cast<std::size_t>(rows), "");
  data.measured.target_cell.assign(static_cast<std::size_t>(rows), cre::kUnknownCell);
  for (std::int64_t i = 0; i < rows * length; ++i) {
    data.codes.push_back(static_cast<std::uint8_t>(stream.below(4)));
  }
  for (std::int64_t i = 0; i < rows * tasks; ++i) {
    data.target.push_back(static_cast<float>(stream.normal()));
  }
  return data;
}

template <class Body>
double seconds(const Body& body) {
  const cre::Instant start = cre::now();
  body();
  return cre::seconds_since(start);
}

void time_network(const std::vector<std::string>& words) {
  cre::TrainToolConfig config;
  cre::ConfigView(config).read(cre::read_json_file(words[0]), words[0]);
  const at::ScalarType dtype = words[1] == "bf16" ? at::kBFloat16 : at::kFloat;
  const auto threads = static_cast<unsigned>(std::stoul(words[2]));
  if (cre::start_torch(threads) != threads) {
    cre::fail(cre::ErrorKind::usage, words[2], " threads are not to be had (", cre::openmp::limits(), ")");
  }
  const cre::BusyMachine busy(threads);
  const std::int64_t tasks = std::stol(words[3]), length = std::stol(words[4]), steps = std::stol(words[5]);
  const std::int64_t batch = config.train.batch;

  const cre::Dataset dataset = random_dataset(batch, tasks, length);
  const cre::TrainingData data{.input = cre::ElementInput(dataset, at::kCPU),
                               .target = at::tensor(dataset.target).view({batch, tasks}),
                               .weight = at::ones({batch, tasks}),
                               .motif_present = {},
                               .motif_mean = {},
                               .motif_sd = {},
                               .train_rows = {},
                               .val_rows = {},
                               .sampler = cre::Sampler({}, dataset, {})};
  cre::Learner learner(cre::build_network(config.model, cre::network_shape(dataset, config.train.loss.outputs()), 1),
                       config.train, cre::Precision::fp32);
  std::vector<cre::Visit> visits;
  for (std::int64_t row = 0; row < batch; ++row) {
    visits.push_back({.row = row});
  }

  std::vector<double> training, inference;
  const cre::StepPlace place{.epoch = 1, .learning_rate = learner.optimizer.settings().learning_rate, .dtype = dtype};
  for (std::int64_t i = 0; i <= steps; ++i) {
    training.push_back(seconds([&] { cre::train_step(learner, data, config.train, place, visits); }));
  }
  std::vector<std::int64_t> many;
  constexpr std::int64_t kBatches = 16;  // folding the weights is part of a call, as it is of a prediction
  for (std::int64_t i = 0; i < kBatches * batch; ++i) {
    many.push_back(i % batch);
  }
  for (std::int64_t i = 0; i <= steps; ++i) {
    inference.push_back(
        seconds([&] { cre::infer(*learner.network, data.input, many, cre::Strand::forward, {batch, dtype}); }) /
        static_cast<double>(kBatches));
  }
  training.erase(training.begin());
  inference.erase(inference.begin());
  std::printf("%s\n", nlohmann::json({{"training", training}, {"inference", inference}}).dump().c_str());
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() != 6) {
    std::fputs("usage: bench-train-rate CONFIG.json PRECISION THREADS TASKS LENGTH STEPS\n", stderr);
    return EXIT_FAILURE;
  }
  try {
    time_network(words);
    return EXIT_SUCCESS;
  } catch (const cre::Error& error) {
    std::fprintf(stderr, "bench-train-rate: error: %s\n", error.what());
    return error.exit_code();
  }
}
