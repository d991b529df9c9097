#pragma once
// cre-train --describe: the network that a config asks for, as a table of its layers.

#include <string>

#include "model/model_config.h"
#include "train/config/loss_config.h"

namespace cre {

/// One line a layer, then sums, for one input of shape.length bases. Throws config when the network cannot be built.
/// shape.outputs is taken from `loss`.
std::string describe_network(const ModelConfig& model, const LossConfig& loss, NetworkShape shape);

}  // namespace cre
