#pragma once
// Networks built from the "model" section.

#include <cstdint>
#include <memory>

#include "model/model_config.h"
#include "model/network.h"

namespace cre {

/// A network with initial weights that depend on config, shape and seed alone. Throws config when the architecture
/// cannot take inputs of that length, or when options do not go together. config.match_parameters must be resolved.
std::shared_ptr<Network> build_network(const ModelConfig& config, const NetworkShape& shape, std::uint64_t seed);

/// The same without values: for weights that are loaded.
std::shared_ptr<Network> build_empty_network(const ModelConfig& config, const NetworkShape& shape);

}  // namespace cre
