#pragma once
// The two parts of a network that an architecture gives: the trunk over positions, and the heads over tasks.

#include <cstdint>

#include "layers/forward_pass.h"
#include "layers/torch.h"

namespace cre {

class Trunk : public torch::nn::Module {
 public:
  /// onehot: (B, 4, 1, L), channels A, C, G, T in channels-last memory, of type pass.dtype. Returns (B, C, 1, P).
  virtual at::Tensor forward(const at::Tensor& onehot, const ForwardPass& pass) = 0;
  virtual std::int64_t channels() const = 0;   ///< C
  virtual std::int64_t positions() const = 0;  ///< P
};

class Heads : public torch::nn::Module {
 public:
  /// features: (B, F). Returns (B, K outputs), the outputs of a task side by side.
  virtual at::Tensor forward(const at::Tensor& features, const ForwardPass& pass) = 0;
};

/// What heads are built for.
struct HeadsShape {
  std::int64_t features;
  std::int64_t tasks;
  std::int64_t outputs;  // of each task
};

}  // namespace cre
