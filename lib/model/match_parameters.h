#pragma once
// Scaling the widths of an architecture to a number of parameters.

#include "model/model_config.h"
#include "model/network.h"

namespace cre {

/// The config with widths scaled as match_parameters asks, which is null afterwards. Throws config when no width comes
/// within 2 % of the number.
ModelConfig with_matched_parameters(const ModelConfig& config, const NetworkShape& shape);

}  // namespace cre
