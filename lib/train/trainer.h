#pragma once
// The training loop over epochs: train, validate, keep the best three, save the state, stop in time.

#include <filesystem>
#include <memory>
#include <string>

#include "core/progress.h"
#include "core/stopwatch.h"
#include "model/model_config.h"
#include "model/network.h"
#include "train/config/train_config.h"
#include "train/data/training_data.h"
#include "train/records/checkpoint.h"
#include "train/stopping/watchdog.h"
#include "train/train_epoch.h"
#include "train/validation.h"

namespace cre {

/// Everything that decides a training.
struct TrainingSetup {
  ModelConfig model;
  TrainConfig train;
  Precision precision = Precision::fp32;  // resolved
  std::string dataset_sha256;
  TrainingIdentity identity;
};

class Trainer {
 public:
  /// Writes into `folder`: checkpoint.h5 while it runs, history.jsonl, history.tsv, timing.jsonl,
  /// checkpoints/epoch_<n>.h5 of the best three. `dataset` and `data` must outlive the trainer.
  Trainer(TrainingSetup setup, const Dataset& dataset, const TrainingData& data, std::filesystem::path folder);

  /// Starts, or continues from folder/checkpoint.h5. Throws interrupted when a signal asked to stop; the state after
  /// the step then under way is on disk. When a signal is not served, a watchdog ends the process.
  void run();

  const TrainingProgress& progress() const { return progress_; }
  const StepCounts& counts() const { return learner_.counts; }
  std::int64_t parameter_count() const { return learner_.network->parameter_count(); }
  /// "early_stopping" or "last_epoch"; after run().
  std::string stop_reason() const;
  std::filesystem::path weights_file(std::int64_t epoch) const;
  std::filesystem::path checkpoint_file() const;
  /// The watchdog's diagnosis.
  std::filesystem::path stuck_file() const;

 private:
  void resume_or_start();
  void train_one_epoch(Progress& bar, Watchdog& watchdog);
  Validation validate_epoch(Progress& bar, Watchdog& watchdog);
  [[noreturn]] void stop(const StopSignal& signal);
  void finish_epoch(const Validation& validation, double validation_seconds);
  void save();
  bool finished() const;

  TrainingSetup setup_;
  const Dataset& dataset_;
  const TrainingData& data_;
  std::filesystem::path folder_;
  Learner learner_;
  TrainingProgress progress_;
  Instant saved_;  // when the last checkpoint was written
};

}  // namespace cre
