#pragma once
// Records the computation of a step once and plays it from then on: on a GPU the launches of some hundred small kernels
// become one (CUDA graphs).

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "train/step/step_computation.h"

namespace cre {

/// How computations are recorded. Tensors that they read must stay where they are; those that they return are filled
/// anew each time the recording is played.
class StepRecorder {
 public:
  using Computation = std::function<StepOutputs()>;
  virtual ~StepRecorder() = default;

  /// Computes without recording, such that everything a recording needs exists afterwards.
  virtual StepOutputs warm_up(const Computation& compute) = 0;
  /// Makes the next recording and plays it once.
  virtual StepOutputs record(const Computation& compute) = 0;
  /// recording: 0 for the first one made.
  virtual void play(std::size_t recording) = 0;
};

/// Records on that GPU.
std::unique_ptr<StepRecorder> cuda_step_recorder(const at::Device& device);

class StepGraph {
 public:
  /// Without a recorder each step is computed by itself.
  explicit StepGraph(std::unique_ptr<StepRecorder> recorder = nullptr) : recorder_(std::move(recorder)) {}

  /// The outputs of `computation` for those inputs; they hold until the next call. The steps of an epoch have two
  /// sizes, so inputs of two shapes are recorded; further ones, and steps in which GradNorm has its turn, are computed
  /// by themselves.
  StepOutputs run(const StepComputation& computation, StepInputs& inputs);

 private:
  struct Recording {
    StepInputs inputs;  // those that it reads
    StepOutputs outputs;
    int warm_steps = 0;
    std::optional<std::size_t> number;  // of the recorder; none while warming up
  };
  /// Null when there are enough of other shapes.
  Recording* recording_for(StepInputs& inputs);

  std::unique_ptr<StepRecorder> recorder_;
  std::vector<std::unique_ptr<Recording>> recordings_;
  std::size_t recorded_ = 0;
};

}  // namespace cre
