#pragma once
// A dataset as training needs it: sequences, targets and weights on the device.

#include <cstdint>
#include <vector>

#include "model/element_input.h"
#include "storage/dataset.h"
#include "training/sampling.h"

namespace cre {

struct TrainingData {
  ElementInput input;
  at::Tensor target;                // float32 (N, K) standardized
  at::Tensor weight;                // float32 (N, K) element weight times mask
  at::Tensor motif_present;         // float32 (N, M) 0 or 1; undefined without motif scores
  at::Tensor motif_mean, motif_sd;  // float32 (M) of the training rows, sd at least 1e-6
  std::vector<std::int64_t> train_rows, val_rows;
  Sampler sampler;  // of the training rows
};

/// `file` is only named in errors. Throws input when there are no training or validation rows, or when a task has no
/// measured value in the training rows.
TrainingData load_training_data(const Dataset& dataset, const std::string& file, const SamplingConfig& sampling,
                                const at::Device& device);

/// Indices of the rows of a split, ascending.
std::vector<std::int64_t> rows_of_split(const Dataset& dataset, Split split);

}  // namespace cre
