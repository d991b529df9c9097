#include "train/step/step_graph.h"

#include <algorithm>
#include <vector>

namespace cre {
namespace {

constexpr int kWarmSteps = 3;  // what PyTorch's documentation advises
constexpr std::size_t kShapes = 2;

bool have_equal_shapes(const std::vector<at::Tensor*>& some, const std::vector<at::Tensor*>& others) {
  return std::ranges::equal(
      some, others, [](const at::Tensor* one, const at::Tensor* other) { return one->sizes() == other->sizes(); });
}

}  // namespace

StepGraph::Recording* StepGraph::recording_for(StepInputs& inputs) {
  const std::vector<at::Tensor*> given = tensors_of(inputs);
  for (const auto& recording : recordings_) {
    if (have_equal_shapes(given, tensors_of(recording->inputs))) {
      return recording.get();
    }
  }
  if (recordings_.size() == kShapes) {
    return nullptr;
  }
  auto& recording = recordings_.emplace_back(std::make_unique<Recording>());
  recording->inputs = inputs;
  for (at::Tensor* tensor : tensors_of(recording->inputs)) {
    *tensor = tensor->clone();
  }
  return recording.get();
}

StepOutputs StepGraph::run(const StepComputation& computation, StepInputs& inputs) {
  Recording* recording = recorder_ && !computation.balances_tasks ? recording_for(inputs) : nullptr;
  if (recording == nullptr) {
    return computation.run(inputs);
  }
  const std::vector<at::Tensor*> given = tensors_of(inputs), kept = tensors_of(recording->inputs);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    kept[i]->copy_(*given[i]);
  }

  const StepRecorder::Computation compute = [computation, recording] { return computation.run(recording->inputs); };
  if (recording->number) {
    recorder_->play(*recording->number);
  } else if (recording->warm_steps < kWarmSteps) {
    ++recording->warm_steps;
    return recorder_->warm_up(compute);
  } else {
    recording->outputs = recorder_->record(compute);
    recording->number = recorded_++;
  }
  return recording->outputs;
}

}  // namespace cre
