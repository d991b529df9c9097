#pragma once
// A convolution along the sequence with its normalisation.

#include <cstdint>
#include <optional>

#include "layers/activation.h"
#include "layers/folded_convolution.h"
#include "layers/torch.h"
#include "layers/weighted_layer.h"

namespace cre {

struct ConvolutionSize {
  std::int64_t inputs, outputs;
  std::int64_t kernel;        // odd, bases
  std::int64_t dilation = 1;  // bases
  std::int64_t groups = 1;    // outputs and inputs: depthwise
};

/// "Same" padding: the output has the length of the input. Parameters as in WeightedLayer; weight: (O, I / groups, k).
class ConvolutionLayer : public WeightedLayer {
 public:
  ConvolutionLayer(const ConvolutionSize& size, const LayerStyle& style, WeightSource& source);

  const ConvolutionSize& size() const { return size_; }

  /// x: (B, I, 1, L) channels-last, returns (B, O, 1, L), normalised, without activation.
  at::Tensor forward(const at::Tensor& x, const ForwardPass& pass);

  /// dropout(activation(forward(x))), for a folded layer on the processor in one pass.
  at::Tensor activated(const at::Tensor& x, const Activation& activation, const DropoutLayer& dropout,
                       const ForwardPass& pass);

  /// activation(forward(x) + residual); residual: (B, O, 1, L) channels-last.
  at::Tensor activated_sum(const at::Tensor& x, const at::Tensor& residual, const Activation& activation,
                           const ForwardPass& pass);

  /// max over windows of activation(forward(x)).
  at::Tensor activated_pool(const at::Tensor& x, std::int64_t window, const Activation& activation,
                            const ForwardPass& pass);

  void unfold() override;

 private:
  // dropout(activation(forward(x) + residual)) of a layer that is not folded; residual may be undefined.
  at::Tensor activated_plainly(const at::Tensor& x, const at::Tensor& residual, const Activation& activation,
                               const DropoutLayer& dropout, const ForwardPass& pass);
  // The convolution alone, and the bias (float32) where the activation adds it.
  struct Unactivated {
    at::Tensor y, bias;
  };
  Unactivated unactivated(const at::Tensor& x, const Operands& used, const Activation& activation,
                          const ForwardPass& pass);
  at::Tensor convolved(const at::Tensor& x, const Operands& used, const at::Tensor& bias, const ForwardPass& pass);
  bool is_depthwise() const {
    return size_.groups > 1 && size_.groups == size_.inputs && size_.groups == size_.outputs && size_.dilation == 1;
  }

  // The layer as prediction uses it on the processor; null where it does not.
  const FoldedConvolution* folded(const at::Tensor& x, const ForwardPass& pass);

  ConvolutionSize size_;
  std::optional<FoldedConvolution> folded_;  // made when it is first used
};

}  // namespace cre
