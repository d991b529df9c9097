#pragma once
// The part of a network that belongs to one task: a small fully connected network from the pooled features.

#include <cstdint>
#include <vector>

#include <torch/torch.h>

#include "model/activation.h"
#include "model/forward_pass.h"
#include "model/initial_weights.h"

namespace cre {

struct HeadSize {
  std::int64_t inputs;
  std::vector<std::int64_t> hidden;  // widths of the hidden layers
  std::vector<double> dropouts;      // one for each hidden layer
};

/// Layers are named 0, 1, ... and hold weight (out, in) and bias (out). Hidden layers: LeakyReLU, then dropout.
class Head : public torch::nn::Module {
 public:
  /// `dropout_layers` counts the dropout layers of the network and is advanced.
  Head(const HeadSize& size, double slope, std::uint32_t& dropout_layers, WeightSource& source);

  /// features: (B, inputs), returns (B, 1).
  at::Tensor forward(const at::Tensor& features, const ForwardPass& pass);

 private:
  struct Layer {
    at::Tensor weight, bias;
    DropoutLayer dropout;
  };
  double slope_;
  std::vector<Layer> layers_;
};

}  // namespace cre
