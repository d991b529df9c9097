#pragma once
// cre-train --describe: what a config asks for, before anything is trained.

#include <string>

#include <nlohmann/json.hpp>

#include "model/model_config.h"
#include "storage/dataset.h"
#include "train/config/train_config.h"

namespace cre {

/// The network as a table: one line a layer, then sums, for one input of shape.length bases. Throws config when the
/// network cannot be built. shape.outputs is taken from `loss`.
std::string describe_network(const ModelConfig& model, const LossConfig& loss, NetworkShape shape);

/// For programs: network, parameters, multiply_adds (of one pass over one element), passes_per_visit,
/// validation_passes, max_epochs, visits_per_row (at least; train.sampling.twice_from adds to it), and of `dataset`,
/// null without one: train_rows, val_rows, visits_per_epoch.
nlohmann::ordered_json describe_training(const ModelConfig& model, const TrainConfig& train, NetworkShape shape,
                                         const Dataset* dataset);

}  // namespace cre
