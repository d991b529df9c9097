#pragma once
// Records of epochs for tests.

#include <cmath>
#include <string>
#include <vector>

#include "train/records/epoch_record.h"

namespace cre {

inline const std::vector<std::string> kRecordTasks = {"K562", "HepG2"};

/// All numbers are powers of two; the correlation of the second task is undefined.
inline EpochRecord example_record(std::int64_t epoch) {
  return {.epoch = epoch,
          .summary = {.steps = 7,
                      .visits = 100,
                      .loss = 0.5,
                      .consistency = 0.25,
                      .motif_loss = 0.125,
                      .gradient_norm = 2.0,
                      .learning_rate = 0.03125,
                      .task_weights = {1.5, 0.5},
                      .seconds = 2.0,
                      .network_seconds = 1.75},
          .skipped_steps = 2,
          .validation = {.loss = 0.75,
                         .tasks = {{0.5, 0.25, 1.0}, {std::nan(""), 0.0, 2.0}},
                         .pearson_mean = 0.5,
                         .mse_mean = 2.5,
                         .min_gap_mean = -0.5,
                         .top_cell_share = 0.75,
                         .inference_seconds = 0.25,
                         .strand_pearson = std::nan("")},
          .planned_visits = 100,
          .validation_seconds = 0.5};
}

}  // namespace cre
