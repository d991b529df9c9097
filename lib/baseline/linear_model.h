#pragma once
// baseline.h5: the linear model of every task (written by cre-baseline).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

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
  Scaler scaler;                      // from standardized activity to l2fc
  std::string dataset_sha256;
};

void save_linear_model(const std::filesystem::path& file, const LinearModel& model);

}  // namespace cre
