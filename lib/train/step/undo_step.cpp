#include "train/step/undo_step.h"

namespace cre {

UndoStep::UndoStep(const Network& network, const TaskWeights& task_weights) : values_(network.buffers()) {
  const torch::NoGradGuard no_gradients;
  for (const auto& [name, value] : task_weights.state()) {
    values_.push_back(value);
  }
  // One launch for all on an accelerator; times 1 is exact.
  copies_ = at::_foreach_mul(values_, 1.0);
}

void UndoStep::undo() const {
  const torch::NoGradGuard no_gradients;
  at::_foreach_copy_(values_, copies_);
}

}  // namespace cre
