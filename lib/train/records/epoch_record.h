#pragma once
// What is known of an epoch, as numbers; they become text in history.h.

#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

namespace cre {

/// The training of an epoch, perhaps under way: part of a checkpoint, so that an epoch goes on where it was.
struct EpochSummary {
  std::int64_t steps = 0;    // done
  std::int64_t visits = 0;   // of the steps that were not skipped
  double loss = 0.0;         // mean over visits, with augmentation and dropout, all parts together
  double consistency = 0.0;  // its parts, before their weights
  double motif_loss = 0.0;
  double gradient_norm = 0.0;        // mean over visits, before clipping
  double learning_rate = 0.0;        // of the last step
  std::vector<double> task_weights;  // (K) of the last step
  double seconds = 0.0;              // of the epoch so far, without validation; varies between equal runs
  double network_seconds = 0.0;      // of these, in forward, loss, backward and optimizer

  nlohmann::json state() const;
  void restore(const nlohmann::json& state);
};

struct TaskValidation {
  double pearson, spearman, rmse;  // on the original scale; NaN where undefined
};

/// How well the network predicts the validation rows after an epoch.
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

/// A finished epoch.
struct EpochRecord {
  std::int64_t epoch = 0;  // 1, 2, ...
  EpochSummary summary;
  std::int64_t skipped_steps = 0;  // since the training began
  Validation validation;
  std::int64_t planned_visits = 0;
  double validation_seconds = 0.0;  // varies between equal runs

  /// Seconds in the network: forward, loss, backward, optimizer, and predictions for validation.
  double network_seconds() const { return summary.network_seconds + validation.inference_seconds; }
};

}  // namespace cre
