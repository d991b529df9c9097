#include "train/records/describe_network.h"

#include "core/text.h"
#include "model/match_parameters.h"
#include "model/network_layers.h"
#include "model/registry.h"
#include "train/data/sampling.h"
#include "train/data/training_data.h"

namespace cre {
namespace {

struct DescribedNetwork {
  std::string name;
  std::shared_ptr<Network> network;
  LayerTable table;
};

DescribedNetwork described(const ModelConfig& model, const NetworkShape& shape) {
  const ModelConfig config = with_matched_parameters(model, shape);
  const std::shared_ptr<Network> network = build_empty_network(config, shape);
  return {config.chosen().name(), network, layers_of(*network)};
}

}  // namespace

std::string describe_network(const ModelConfig& model, const LossConfig& loss, NetworkShape shape) {
  shape.outputs = loss.outputs();
  const DescribedNetwork found = described(model, shape);
  return concat(found.name, ", ", shape.tasks, shape.tasks == 1 ? " task, " : " tasks, ", shape.length, " bases\n\n",
                found.table.text(*found.network));
}

nlohmann::ordered_json describe_training(const ModelConfig& model, const TrainConfig& train, NetworkShape shape,
                                         const Dataset* dataset) {
  shape.outputs = train.loss.outputs();
  const DescribedNetwork found = described(model, shape);
  nlohmann::ordered_json out = {{"network", found.name},
                                {"tasks", shape.tasks},
                                {"length", shape.length},
                                {"parameters", found.network->parameter_count()},
                                {"multiply_adds", found.table.multiply_adds()},
                                {"passes_per_visit", train.passes_per_visit()},
                                {"validation_passes", train.validates_both_strands() ? 2 : 1},
                                {"max_epochs", train.max_epochs()},
                                {"visits_per_row", train.sampling.both_strands ? 2 : 1},
                                {"train_rows", nullptr},
                                {"val_rows", nullptr},
                                {"visits_per_epoch", nullptr}};
  if (dataset != nullptr) {
    const std::vector<std::int64_t> rows = rows_of_split(*dataset, Split::train);
    out["train_rows"] = rows.size();
    out["val_rows"] = rows_of_split(*dataset, Split::val).size();
    out["visits_per_epoch"] = Sampler(train.sampling, *dataset, rows).visits_per_epoch();
  }
  return out;
}

}  // namespace cre
