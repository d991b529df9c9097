#pragma once
// All architectures by name. A new one is a file of its own (settings, description, network) and a line in
// registry.cpp.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/model_config.h"
#include "model/network.h"

namespace cre {

/// Names as they stand in the config.
std::vector<std::pair<std::string, Architecture>> architecture_names();

/// A network with initial weights that depend on config and seed alone. Throws config when the architecture cannot
/// take inputs of that length.
std::shared_ptr<Network> build_network(const ModelConfig& config, const NetworkShape& shape, std::uint64_t seed);

}  // namespace cre
