#pragma once
// What every architecture is: one-hot sequences in, one standardized activity per task out.

#include <cstdint>

#include <torch/torch.h>

#include "model/forward_pass.h"

namespace cre {

/// What a network is built for.
struct NetworkShape {
  std::int64_t tasks = 1;   ///< K
  std::int64_t length = 0;  ///< of the input: insert and constant flanks, bases
};

class Network : public torch::nn::Module {
 public:
  /// onehot: (B, 4, 1, L), channels A, C, G, T in channels-last memory, of type pass.dtype.
  /// Returns (B, K) standardized activities, float32.
  virtual at::Tensor forward(const at::Tensor& onehot, const ForwardPass& pass) = 0;

  /// Number of trainable values.
  std::int64_t parameter_count() const;
};

}  // namespace cre
