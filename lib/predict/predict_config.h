#pragma once
// The "predict" section.

#include <cstdint>
#include <optional>
#include <string>

#include "core/config.h"
#include "model/device.h"

namespace cre {

enum class Weighting { equal, greedy };

struct PredictConfig {
  bool reverse_complement = true;
  std::optional<double> interval_alpha = 0.1;
  bool with_baseline = false;
  Weighting weighting = Weighting::equal;
  std::int64_t batch = 512;
  std::string device = "cpu";
  Precision precision = Precision::fp32;
  bool other_dataset = false;
  std::int64_t resident_mib = 4096;
};

void describe(Description& d, PredictConfig& c);

}  // namespace cre
