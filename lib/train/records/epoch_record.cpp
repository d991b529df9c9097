#include "train/records/epoch_record.h"

#include <limits>

namespace cre {

nlohmann::json EpochSummary::state() const {
  return {{"steps", steps},
          {"visits", visits},
          {"loss", loss},
          {"consistency", consistency},
          {"motif_loss", motif_loss},
          {"gradient_norm", gradient_norm},
          {"learning_rate", learning_rate},
          {"task_weights", task_weights},
          {"seconds", seconds},
          {"network_seconds", network_seconds}};
}

void EpochSummary::restore(const nlohmann::json& state) {
  steps = state.at("steps");
  visits = state.at("visits");
  loss = state.at("loss");
  consistency = state.at("consistency");
  motif_loss = state.at("motif_loss");
  gradient_norm = state.at("gradient_norm");
  learning_rate = state.at("learning_rate");
  task_weights.clear();
  for (const nlohmann::json& weight : state.at("task_weights")) {
    // An infinite weight of a skipped step is null in the text of the checkpoint.
    task_weights.push_back(weight.is_null() ? std::numeric_limits<double>::quiet_NaN() : weight.get<double>());
  }
  seconds = state.at("seconds");
  network_seconds = state.at("network_seconds");
}

}  // namespace cre
