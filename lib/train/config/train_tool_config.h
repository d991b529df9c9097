#pragma once
// The config of cre-train: what is trained, and how.

#include "core/config.h"
#include "model/model_config.h"
#include "train/config/train_config.h"

namespace cre {

struct TrainToolConfig {
  ModelConfig model;
  TrainConfig train;
};

void describe(Description& d, TrainToolConfig& c);

}  // namespace cre
