#pragma once
// Records the computation of a step once and plays it from then on: on a GPU the launches of some hundred small kernels
// become one (CUDA graphs).

#include <array>
#include <functional>
#include <memory>
#include <optional>

#include "training/step_computation.h"

namespace cre {

/// How a computation is recorded. Tensors that it reads must stay where they are; those that it returns are filled anew
/// each time it is played.
class StepRecorder {
 public:
  using Computation = std::function<StepOutputs()>;
  virtual ~StepRecorder() = default;

  /// Computes without recording, such that everything a recording needs exists afterwards.
  virtual StepOutputs warm_up(const Computation& compute) = 0;
  /// Records, and plays it once.
  virtual StepOutputs record(const Computation& compute) = 0;
  virtual void play() = 0;
};

/// Records on that GPU. Throws config when this build has no CUDA.
std::unique_ptr<StepRecorder> cuda_step_recorder(const at::Device& device);

class StepGraph {
 public:
  /// Without a recorder each step is computed by itself.
  explicit StepGraph(std::unique_ptr<StepRecorder> recorder = nullptr) : recorder_(std::move(recorder)) {}

  /// The outputs of `computation` for those inputs; they hold until the next call. Recorded are steps with inputs of
  /// the shapes of the first one: others (a shorter batch at the end of an epoch) and those in which GradNorm has its
  /// turn are computed by themselves.
  StepOutputs run(const StepComputation& computation, StepInputs& inputs);

 private:
  std::unique_ptr<StepRecorder> recorder_;
  int warm_steps_ = 0;
  std::optional<StepInputs> inputs_;  // those that the recording reads
  StepOutputs outputs_;
  bool is_recorded_ = false;
};

}  // namespace cre
