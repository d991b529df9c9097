#pragma once
// The files that a training writes after each epoch.

#include <cstdint>
#include <filesystem>

#include "train/records/checkpoint.h"

namespace cre {

/// checkpoints/epoch_<n>.h5
std::filesystem::path weights_file(const std::filesystem::path& folder, std::int64_t epoch);

/// history.jsonl, history.tsv and timing.jsonl.
void write_progress_files(const std::filesystem::path& folder, const TrainingProgress& progress);

/// Throws an integrity error when weights that the checkpoint refers to are missing: another training that ran in the
/// same folder, a leftover of a killed workflow for example, removed them when it was done.
void require_weights(const std::filesystem::path& folder, const std::filesystem::path& checkpoint,
                     const BestEpochs& best);

/// Removes everything in checkpoints/ but the weights of the best epochs: a killed training may leave more.
void remove_other_weights(const std::filesystem::path& folder, const BestEpochs& best);

}  // namespace cre
