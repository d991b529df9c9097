#include "model/registry.h"

#include "core/error.h"

namespace cre {

namespace {

std::shared_ptr<Network> build(const ModelConfig& config, const NetworkShape& shape, WeightSource weights) {
  require(!config.match_parameters, "widths are matched before a network is built");
  return std::make_shared<Network>(config.chosen(), config.options, shape, NetworkBuilder{.weights = weights});
}

}  // namespace

std::shared_ptr<Network> build_network(const ModelConfig& config, const NetworkShape& shape, std::uint64_t seed) {
  return build(config, shape, WeightSource(seed));
}

std::shared_ptr<Network> build_empty_network(const ModelConfig& config, const NetworkShape& shape) {
  return build(config, shape, WeightSource::without_values());
}

}  // namespace cre
