#pragma once
// A network that is built and run in milliseconds.

#include <memory>

#include "model/registry.h"

namespace cre::testing {

inline ModelConfig small_config(Norm norm = Norm::weight) {
  ModelConfig config;
  config.multiscale.stem_kernels = {3, 5};
  config.multiscale.stem_channels = 8;
  config.multiscale.stage1_channels = 16;
  config.multiscale.stage1_dilations = {1, 2};
  config.multiscale.stage2_channels = 16;
  config.multiscale.stage2_dilations = {1};
  config.multiscale.head_sizes = {8};
  config.multiscale.head_dropouts = {0.2};
  config.multiscale.norm = norm;
  return config;
}

inline std::shared_ptr<Network> small_network(std::int64_t tasks = 2, std::int64_t length = 40,
                                              Norm norm = Norm::weight) {
  return build_network(small_config(norm), {.tasks = tasks, .length = length}, 7);
}

}  // namespace cre::testing
