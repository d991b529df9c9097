#pragma once
// Records a computation on a GPU once and plays it from then on: the launches of some hundred small kernels become one
// (CUDA graphs).

#include <cstddef>
#include <functional>
#include <memory>

#include "layers/torch.h"

namespace cre {

/// Tensors that a recorded computation reads must stay where they are; those that it makes are filled anew each time it
/// is played.
class Recorder {
 public:
  using Computation = std::function<void()>;
  virtual ~Recorder() = default;

  /// Computes without recording, such that everything a recording needs exists afterwards.
  virtual void warm_up(const Computation& compute) = 0;
  /// Makes the next recording; its number is 0 for the first. Nothing is computed yet. Throws c10::Error when something
  /// in it cannot be recorded.
  virtual std::size_t record(const Computation& compute) = 0;
  virtual void play(std::size_t recording) = 0;
};

/// Records on that GPU; null when this build has no CUDA.
std::unique_ptr<Recorder> cuda_recorder(const at::Device& device);

}  // namespace cre
