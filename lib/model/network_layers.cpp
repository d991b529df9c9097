#include "model/network_layers.h"

namespace cre {

LayerTable layers_of(Network& network) {
  const torch::NoGradGuard no_gradients;
  const NetworkShape& shape = network.shape();
  LayerTable table;
  const NetworkInput input{.onehot = at::zeros({1, 4, 1, shape.length}).contiguous(at::MemoryFormat::ChannelsLast),
                           .motif_scores = at::zeros({1, shape.motifs}),
                           .target_cell = at::zeros({1}, at::kLong),
                           .mixup = std::nullopt};
  network.forward(input, {.table = &table});
  return table;
}

}  // namespace cre
