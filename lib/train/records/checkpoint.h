#pragma once
// The state of a training after any step, from which it goes on as if it had never stopped. All random numbers come
// from counters, so there is no generator state in it.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "train/records/epoch_record.h"
#include "train/step/learner.h"
#include "train/stopping/best_epochs.h"
#include "train/stopping/early_stopping.h"

namespace cre {

/// What must be equal for a checkpoint to be continued: config, dataset, threads, device, precision, build.
using TrainingIdentity = nlohmann::json;

/// The part of the state that is not in the learner.
struct TrainingProgress {
  std::int64_t epoch = 0;  // finished epochs
  EpochSummary summary;    // of the epoch under way
  EarlyStopping early_stopping;
  BestEpochs best;
  std::vector<std::string> tasks;    // (K) names, for the records as text
  std::vector<EpochRecord> history;  // of the finished epochs
};

/// Atomic. Throws io.
void save_checkpoint(const std::filesystem::path& file, const TrainingIdentity& identity, const Learner& learner,
                     const TrainingProgress& progress);

/// Restores learner and progress. Throws integrity when the checkpoint belongs to another
/// training, naming the first difference.
void load_checkpoint(const std::filesystem::path& file, const TrainingIdentity& identity, Learner& learner,
                     TrainingProgress& progress);

/// "config.train.seed was 1, is 2 (and 3 more)"; nothing when both are equal.
std::optional<std::string> identity_difference(const TrainingIdentity& was, const TrainingIdentity& is);

}  // namespace cre
