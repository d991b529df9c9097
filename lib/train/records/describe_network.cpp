#include "train/records/describe_network.h"

#include "core/error.h"
#include "layers/layer_table.h"
#include "model/match_parameters.h"
#include "model/registry.h"

namespace cre {

std::string describe_network(const ModelConfig& model, const LossConfig& loss, NetworkShape shape) {
  const torch::NoGradGuard no_gradients;
  shape.outputs = loss.outputs();
  const ModelConfig config = with_matched_parameters(model, shape);
  const auto network = build_empty_network(config, shape);
  NetworkInput input{.onehot = at::zeros({1, 4, 1, shape.length}).contiguous(at::MemoryFormat::ChannelsLast),
                     .motif_scores = at::zeros({1, shape.motifs}),
                     .target_cell = at::zeros({1}, at::kLong),
                     .mixup = std::nullopt};
  LayerTable table;
  network->forward(input, {.table = &table});
  return concat(config.chosen().name(), ", ", shape.tasks, shape.tasks == 1 ? " task, " : " tasks, ", shape.length,
                " bases\n\n", table.text(*network));
}

}  // namespace cre
