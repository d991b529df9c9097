#pragma once
// What is handed through a network under construction.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "layers/activation.h"
#include "layers/initial_weights.h"
#include "layers/torch.h"

namespace cre {

/// What a network is built for.
struct NetworkShape {
  std::int64_t tasks = 1;    ///< K
  std::int64_t length = 0;   ///< of the input: insert and constant flanks, bases
  std::int64_t outputs = 1;  ///< of each task: 1, or 2 for mean and log-variance
  std::int64_t motifs = 0;   ///< M, motif scores of the dataset
};

/// Initial weights, and numbers for the dropout layers, in order of declaration.
struct NetworkBuilder {
  WeightSource weights;
  std::uint32_t dropout_layers = 0;

  DropoutLayer dropout(double probability) { return {probability, dropout_layers++}; }
};

/// The positions left after a max-pool. Throws config when not a single window fits, naming key, layer and lengths.
/// `input` is the length of the whole input.
std::int64_t pooled_length(const std::string& key, const std::string& layer, std::int64_t length, std::int64_t window,
                           std::int64_t input);

/// Registers `layers` below `parent` as name.0, name.1, ...
template <class Layer>
void register_list(torch::nn::Module& parent, const std::string& name,
                   const std::vector<std::shared_ptr<Layer>>& layers) {
  const auto list = std::make_shared<torch::nn::ModuleListImpl>();
  for (const auto& layer : layers) {
    list->push_back(layer);
  }
  parent.register_module(name, list);
}

}  // namespace cre
