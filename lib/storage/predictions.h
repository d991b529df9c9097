#pragma once
// predictions.h5: predicted activities beside the measured ones (written by cre-predict).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "storage/measured_rows.h"
#include "storage/scaler.h"

namespace cre {

/// All activities on the original l2fc scale. N rows in dataset order, K tasks.
struct Predictions {
  std::vector<std::string> tasks;  // (K)
  Scaler scaler;                   // of the training run, for standardized-scale metrics
  MeasuredRows measured;           // (N)
  std::vector<float> predicted;    // (N, K) mean over strands (when averaged) and members
  std::vector<float> forward;      // (N, K) as given, mean over members
  std::vector<float> reverse;      // (N, K) reverse complement, mean over members; empty when not computed
  std::vector<float> member_sd;    // (N, K) sample SD over ensemble members; empty for a single model
  std::vector<float> low, high;    // (N, K) ends of prediction intervals, NaN where there is none; empty without
  std::vector<float> gc;           // (N) share of G and C among the insert's known bases; empty when not recorded
  bool reverse_averaged = false;
  std::int64_t insert_length = 0;  // bases
  std::string dataset_sha256;
  std::vector<std::string> model_sha256;  // (members)
  std::vector<double> model_weight;       // (members) shares that were chosen; empty where all count alike
  std::string intervals;                  // JSON: alpha and what the intervals were calibrated on; empty without
};

void save_predictions(const std::filesystem::path& file, const Predictions& predictions);
Predictions load_predictions(const std::filesystem::path& file);

}  // namespace cre
