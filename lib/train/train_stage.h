#pragma once
// The stage cre-train: dataset.h5 in, model.h5, history.jsonl, history.tsv, training.json and timing.jsonl out.

#include <filesystem>

#include "core/stage_run.h"
#include "model/model_config.h"
#include "train/config/train_config.h"

namespace cre {

/// Whether an interrupted training goes on.
enum class Resume { from_checkpoint, never };

/// What a training reads.
struct TrainInputs {
  std::filesystem::path dataset;
  std::filesystem::path matched_model;  // whose number of parameters model.match_parameters is; empty = none
};

/// The config with model.match_parameters = the number of parameters of the model in `file`. Throws usage when it is
/// set already, else as load_model_file.
ModelConfig matched_to(const std::filesystem::path& file, ModelConfig model);

/// checkpoints/ keeps the weights of the second and third best epoch. Throws config, input, integrity, io, and
/// interrupted when a signal asked to stop.
void run_train(const ModelConfig& model, const TrainConfig& train, const TrainInputs& inputs, Resume resume,
               StageRun& stage);

}  // namespace cre
