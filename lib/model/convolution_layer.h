#pragma once
// A convolution along the sequence with its normalisation: weight norm, batch norm, both or none.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <torch/torch.h>

#include "model/batch_norm.h"
#include "model/forward_pass.h"
#include "model/initial_weights.h"

namespace cre {

/// weight: w = g v / |v| per output channel (Salimans & Kingma 2016). batch: batch norm behind the convolution,
/// which then has no bias (momentum 0.1, eps 1e-5). weight_batch: both.
enum class Norm { weight, batch, weight_batch, none };

const std::vector<std::pair<std::string, Norm>>& norm_names();

struct ConvolutionSize {
  std::int64_t inputs, outputs;
  std::int64_t kernel;        // odd, bases
  std::int64_t dilation = 1;  // bases
};

/// "Same" padding: the output has the length of the input. Parameter names are those of PyTorch: weight_g (O, 1, 1)
/// and weight_v (O, I, k), or weight (O, I, k); bias (O); norm.weight, norm.bias, norm.running_mean, norm.running_var.
class ConvolutionLayer : public torch::nn::Module {
 public:
  ConvolutionLayer(const ConvolutionSize& size, Norm norm, double slope, WeightSource& source);

  /// x: (B, I, 1, L) channels-last, returns (B, O, 1, L).
  at::Tensor forward(const at::Tensor& x, const ForwardPass& pass);

  /// The weight that is used, float32 (O, I, k).
  at::Tensor effective_weight() const;

 private:
  ConvolutionSize size_;
  at::Tensor weight_, weight_g_, weight_v_, bias_;
  std::shared_ptr<BatchNorm> norm_;
};

}  // namespace cre
