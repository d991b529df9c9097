#pragma once
// The stage cre-train: dataset.h5 in, model.h5, history.jsonl, history.tsv, training.json and timing.jsonl out.

#include <filesystem>

#include "core/stage_run.h"
#include "model/model_config.h"
#include "training/train_config.h"

namespace cre {

/// Whether an interrupted training goes on.
enum class Resume { from_checkpoint, never };

/// checkpoints/ keeps the weights of the second and third best epoch. Throws config, input, integrity, io, and
/// interrupted when a signal asked to stop.
void run_train(const ModelConfig& model, const TrainConfig& train, const std::filesystem::path& dataset_file,
               Resume resume, StageRun& stage);

}  // namespace cre
