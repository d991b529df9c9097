#include "train/config/train_tool_config.h"

namespace cre {

void describe(Description& d, TrainToolConfig& c) {
  d.section("model", c.model, "The network");
  d.section("train", c.train, "How it is trained");
}

}  // namespace cre
