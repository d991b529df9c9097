#pragma once
// What bench-train-rate is asked to measure: one process measures a network at many batch sizes, since a GPU takes
// seconds to start.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/device.h"
#include "train/config/train_tool_config.h"

namespace bench {

struct RateRun {
  std::int64_t batch = 256;
  bool cuda_graph = false;
  bool convolution = false;  // how fast the device computes the network's largest convolution, too
  std::string profile;       // file for a trace of three steps; empty: none
};

struct RatePlan {
  cre::TrainToolConfig config;  // sections model and train
  std::string device = "cpu";
  cre::Precision precision = cre::Precision::fp32;
  unsigned threads = 1;
  std::int64_t tasks = 3, length = 200;
  std::int64_t steps = 10;    // measured of each kind and run, at most
  double seconds = 1e9;       // after which a run measures no further steps, once it has three
  std::int64_t batches = 16;  // of one call of inference, which folds the weights once
  bool device_rates = false;  // what the device does without a network
  std::vector<RateRun> runs;
};

/// From JSON with the names of the fields above; `config` holds the sections. Absent keys have their defaults.
RatePlan read_plan(const std::filesystem::path& file);

}  // namespace bench
