#pragma once
// The state of a training after any step, from which it goes on as if it had never stopped. All random numbers come
// from counters, so there is no generator state in it.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "train/stopping/best_epochs.h"
#include "train/stopping/early_stopping.h"
#include "train/train_epoch.h"

namespace cre {

/// What must be equal for a checkpoint to be continued: config, dataset, threads, device, precision, build.
using TrainingIdentity = nlohmann::json;

/// The part of the state that is not in the network and the optimizer.
struct TrainingProgress {
  std::int64_t epoch = 0;  // finished epochs
  EpochSummary summary;    // of the epoch under way
  EarlyStopping early_stopping;
  BestEpochs best;
  std::vector<std::string> history;  // lines of history.jsonl
  std::vector<std::string> timing;   // lines of timing.jsonl
};

/// Atomic. Throws io.
void save_checkpoint(const std::filesystem::path& file, const TrainingIdentity& identity, TrainingState state,
                     const TrainingProgress& progress);

/// Restores network, optimizer, task weights and progress. Throws integrity when the checkpoint belongs to another
/// training, naming the first difference.
void load_checkpoint(const std::filesystem::path& file, const TrainingIdentity& identity, TrainingState state,
                     TrainingProgress& progress);

/// "config.train.seed was 1, is 2 (and 3 more)"; nothing when both are equal.
std::optional<std::string> identity_difference(const TrainingIdentity& was, const TrainingIdentity& is);

}  // namespace cre
