#pragma once
// Networks of each architecture that are built and run in milliseconds, and input for them.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/architectures.h"
#include "model/registry.h"

namespace cre {

// Small networks are quickest on one thread, and threads that wait for each other crawl on a busy machine.
inline const bool kOneThread = [] {
  at::set_num_threads(1);
  return true;
}();

/// Of all architectures that there are: a new one is tested like the others once small_config() has sizes for it.
inline const std::vector<std::string>& architecture_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const auto& architecture : all_architectures()) {
      list.push_back(architecture->name());
    }
    return list;
  }();
  return names;
}

/// A "model" section; absent keys have their defaults.
inline ModelConfig model_config(const nlohmann::json& section = nlohmann::json::object()) {
  ModelConfig config;
  ConfigView(config).read(section, "test");
  return config;
}

/// Narrow networks; `changes` is merged into the section.
inline ModelConfig small_config(const std::string& architecture = "multiscale",
                                const nlohmann::json& changes = nlohmann::json::object()) {
  static const nlohmann::json sizes = nlohmann::json::parse(R"({
    "multiscale": {"stem_kernels": [3, 5], "stem_channels": 8, "stage1_channels": 16, "stage1_dilations": [1, 2],
                   "stage2_channels": 16, "stage2_dilations": [1], "head_sizes": [8], "head_dropouts": [0.2]},
    "resnet_dilated": {"channels": 16, "stem_kernel": 5, "blocks": 1, "block_kernel": 3, "dilated_dilations": [2],
                       "head_sizes": [8], "head_dropouts": [0.2]},
    "malinois": {"channels": [8, 16, 16], "kernels": [5, 3, 3], "pools": [2, 2, 2], "linear_size": 16,
                 "head_sizes": [8, 8]},
    "legnet": {"stem_channels": 8, "stem_kernel": 5, "block_channels": [16, 16], "block_kernel": 3, "pools": [2, 2],
               "expansion": 2}
  })");
  nlohmann::json section = {{"architecture", architecture}, {architecture, sizes.at(architecture)}};
  section.merge_patch(changes);
  return model_config(section);
}

inline constexpr NetworkShape kSmallShape{.tasks = 2, .length = 40};

inline std::shared_ptr<Network> small_network(const ModelConfig& config = small_config(),
                                              const NetworkShape& shape = kSmallShape, std::uint64_t seed = 7) {
  return build_network(config, shape, seed);
}

/// Random sequences, motif scores and target cells (unknown ones too).
inline NetworkInput random_input(std::int64_t batch, const NetworkShape& shape = kSmallShape, std::uint64_t seed = 1) {
  at::manual_seed(seed);
  const at::Tensor codes = at::randint(4, {batch, shape.length}, at::kLong);
  const at::Tensor onehot = at::one_hot(codes, 4).to(at::kFloat).permute({0, 2, 1}).unsqueeze(2);  // (B, 4, 1, L)
  return {.onehot = onehot.contiguous(at::MemoryFormat::ChannelsLast),
          .motif_scores = at::randn({batch, shape.motifs}),
          .target_cell = at::randint(-1, shape.tasks, {batch}, at::kLong),
          .mixup = std::nullopt};
}

/// A parameter or buffer by its name in model.h5.
inline at::Tensor value_of(const torch::nn::Module& module, const std::string& name) {
  const auto parameters = module.named_parameters();
  return parameters.contains(name) ? parameters[name] : module.named_buffers()[name];
}

inline void set_value(const torch::nn::Module& module, const std::string& name, const at::Tensor& value) {
  const torch::NoGradGuard no_gradients;
  const at::Tensor target = value_of(module, name);
  target.copy_(value.expand_as(target));
}

}  // namespace cre
