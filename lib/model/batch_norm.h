#pragma once
// Batch norm over batch and positions (Ioffe & Szegedy 2015), PyTorch's convention: running = 0.9 running + 0.1 batch.

#include <cstdint>

#include <torch/torch.h>

#include "model/forward_pass.h"

namespace cre {

/// Parameters weight (C) and bias (C), buffers running_mean (C) and running_var (C).
class BatchNorm : public torch::nn::Module {
 public:
  explicit BatchNorm(std::int64_t channels);

  /// x: (B, C, 1, L). Training uses the batch's statistics and updates the running ones.
  at::Tensor forward(const at::Tensor& x, const ForwardPass& pass);

 private:
  at::Tensor weight_, bias_, running_mean_, running_var_;
};

}  // namespace cre
