#pragma once
// model.h5 without LibTorch: weights by name as plain arrays, and everything needed to use them.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "storage/calibration.h"
#include "storage/construct.h"
#include "storage/hdf5_file.h"
#include "storage/scaler.h"

namespace cre {

struct NamedArray {
  std::string name;  // "stem.0.conv.weight_v"
  Shape shape;
  std::vector<float> values;
};

struct ModelFile {
  nlohmann::json architecture;      // resolved "model" section
  std::vector<std::string> tasks;   // (K)
  std::int64_t outputs = 1;         // of each task: 1, or 2 for mean and log-variance
  std::vector<std::string> motifs;  // (M) that it was trained with; empty without a motif prior
  std::string motif_digest;         // MotifFeatures::digest of them
  Scaler scaler;
  Construct construct;
  std::string dataset_sha256;       // of the dataset it was trained on
  nlohmann::json training;          // {"seed", "epoch", "val_pearson"}
  std::vector<NamedArray> weights;  // parameters and buffers
  Calibration calibration = {};     // of the validation rows; empty for a model that was not trained here
};

void save_model_file(const std::filesystem::path& file, const ModelFile& model);
/// Throws integrity (also for a NaN or Inf weight, naming the array) or io.
ModelFile load_model_file(const std::filesystem::path& file);

}  // namespace cre
