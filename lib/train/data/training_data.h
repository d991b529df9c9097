#pragma once
// A dataset as training needs it: sequences, targets and weights.

#include <cstdint>
#include <vector>

#include "model/element_input.h"
#include "storage/dataset.h"
#include "train/data/sampling.h"

namespace cre {

struct TrainingData {
  ElementInput input;
  at::Tensor target;                // float32 (N, K) standardized
  at::Tensor weight;                // float32 (N, K) element weight times mask
  RowTable motif_present;           // bool (N, M); undefined without the auxiliary head
  at::Tensor motif_mean, motif_sd;  // float32 (M) of the training rows, sd at least 1e-6; undefined without a prior
  std::vector<std::int64_t> train_rows, val_rows;
  Sampler sampler;  // of the training rows
};

struct TrainingDataOptions {
  SamplingConfig sampling = {};
  MotifPrior motifs = MotifPrior::none;  // what the network does with motif scores
  /// See ElementInputOptions.
  std::int64_t resident_bytes = std::numeric_limits<std::int64_t>::max();
};

/// `file` is only named in errors. Throws input when there are no training or validation rows, or when a task has no
/// measured value in the training rows.
TrainingData load_training_data(const Dataset& dataset, const std::string& file, const TrainingDataOptions& options,
                                const at::Device& device);

/// Indices of the rows of a split that are measured in any task (outliers that cre-encode leaves out are in none),
/// ascending.
std::vector<std::int64_t> rows_of_split(const Dataset& dataset, Split split);

}  // namespace cre
