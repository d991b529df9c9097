#pragma once
// All architectures, and networks built from the "model" section.

#include <cstdint>
#include <memory>
#include <vector>

#include "model/model_config.h"
#include "model/network.h"

namespace cre {

/// Every architecture with default settings, the default one first.
std::vector<std::unique_ptr<Architecture>> all_architectures();

/// A network with initial weights that depend on config, shape and seed alone. Throws config when the architecture
/// cannot take inputs of that length, or when options do not go together. config.match_parameters must be resolved.
std::shared_ptr<Network> build_network(const ModelConfig& config, const NetworkShape& shape, std::uint64_t seed);

/// The same without values: for weights that are loaded.
std::shared_ptr<Network> build_empty_network(const ModelConfig& config, const NetworkShape& shape);

/// The config with widths scaled as match_parameters asks, which is null afterwards. Throws config when no width comes
/// within 2 % of the number.
ModelConfig with_matched_parameters(const ModelConfig& config, const NetworkShape& shape);

}  // namespace cre
