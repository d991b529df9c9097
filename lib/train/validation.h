#pragma once
// How well a network predicts the validation rows.

#include <vector>

#include "model/inference.h"
#include "model/network.h"
#include "storage/dataset.h"
#include "train/config/loss_config.h"
#include "train/data/training_data.h"

namespace cre {

struct TaskValidation {
  double pearson, spearman, rmse;  // on the original scale; NaN where undefined
};

struct Validation {
  double loss = 0.0;                  // train.loss of the elements, standardized scale, equal task weights
  std::vector<TaskValidation> tasks;  // (K)
  double pearson_mean = 0.0;          // over the tasks where it is defined; NaN when there is none
  double mse_mean = 0.0;              // mean squared error, mean over tasks; original scale
  double min_gap_mean = 0.0;          // mean predicted minimum gap (of the target cell where it is known, else of the
                                      // most active one); NaN with one task
  double top_cell_share = 0.0;        // rows whose most active cell is predicted; NaN with one task
  double inference_seconds = 0.0;     // of the predictions; varies between equal runs
  double strand_pearson = 0.0;        // between predictions of both strands, mean over tasks; NaN with one strand
};

/// `strands`: predictions of the sequence as given, or averaged over both strands.
Validation validate(Network& network, const TrainingData& data, const Dataset& dataset, Strands strands,
                    const LossConfig& loss, const InferenceOptions& options);

}  // namespace cre
