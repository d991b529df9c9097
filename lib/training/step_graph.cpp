#include "training/step_graph.h"

#include <algorithm>
#include <vector>

namespace cre {
namespace {

constexpr int kWarmSteps = 3;  // what PyTorch's documentation advises

bool have_equal_shapes(const std::vector<at::Tensor*>& some, const std::vector<at::Tensor*>& others) {
  return std::ranges::equal(
      some, others, [](const at::Tensor* one, const at::Tensor* other) { return one->sizes() == other->sizes(); });
}

}  // namespace

StepOutputs StepGraph::run(const StepComputation& computation, StepInputs& inputs) {
  if (!recorder_ || computation.balances_tasks) return computation.run(inputs);
  const std::vector<at::Tensor*> given = tensors_of(inputs);
  if (!inputs_) {
    inputs_ = inputs;
    for (at::Tensor* tensor : tensors_of(*inputs_)) *tensor = tensor->clone();
  }
  const std::vector<at::Tensor*> kept = tensors_of(*inputs_);
  if (!have_equal_shapes(given, kept)) return computation.run(inputs);
  for (std::size_t i = 0; i < kept.size(); ++i) kept[i]->copy_(*given[i]);

  const StepRecorder::Computation compute = [computation, this] { return computation.run(*inputs_); };
  if (warm_steps_ < kWarmSteps) {
    ++warm_steps_;
    return recorder_->warm_up(compute);
  }
  if (is_recorded_) {
    recorder_->play();
  } else {
    outputs_ = recorder_->record(compute);
    is_recorded_ = true;
  }
  return outputs_;
}

}  // namespace cre
