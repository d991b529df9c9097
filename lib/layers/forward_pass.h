#pragma once
// How a network is run: for training or for prediction, and in which arithmetic.

#include <cstdint>

#include "layers/torch.h"

namespace cre {

class LayerTable;

enum class Mode { training, prediction };

struct ForwardPass {
  Mode mode = Mode::prediction;
  at::ScalarType dtype = at::kFloat;  ///< of activations and of the weights used; parameters stay float32
  std::uint64_t seed = 0;             ///< of the dropout masks; training only
  std::uint64_t step = 0;             ///< optimizer step, from 0; with the seed it decides the masks
  at::Tensor step_on_device = {};  ///< the same as an int64 scalar, which accelerators read; undefined: they use `step`
  LayerTable* table = nullptr;     ///< layers write themselves down here as they run

  bool training() const { return mode == Mode::training; }
};

}  // namespace cre
