#pragma once
// baseline.h5: the linear model of every task (written by cre-baseline).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "baseline/baseline_config.h"
#include "storage/calibration.h"
#include "storage/scaler.h"

namespace cre {

/// Standardized activity = intercept + sum over features of weight (x - mean) / sd. P features, K tasks, S penalties.
struct LinearModel {
  std::vector<std::string> tasks;     // (K)
  std::vector<std::string> features;  // (P) words as letters, "GC", motifs by name
  std::vector<double> mean, sd;       // (P) of the training rows
  std::vector<double> weight;         // (P, K)
  std::vector<double> intercept;      // (K)
  std::vector<double> penalty;        // (K) of the squared weights
  BaselineConfig config;              // that it was fitted with
  Scaler scaler;                      // from standardized activity to l2fc
  std::int64_t insert_length = 0;     // bases
  std::string motif_digest;           // MotifFeatures::digest; empty where no feature is a motif score
  std::string dataset_sha256;
  Calibration calibration = {};  // of the validation rows
};

void save_linear_model(const std::filesystem::path& file, const LinearModel& model);
/// Throws integrity (also for a number that is not finite, naming the array) or io.
LinearModel load_linear_model(const std::filesystem::path& file);

}  // namespace cre
