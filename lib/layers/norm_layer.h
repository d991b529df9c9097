#pragma once
// Normalisation of a layer's outputs, with learned scale and shift.

#include <cstdint>

#include "layers/activation.h"
#include "layers/forward_pass.h"
#include "layers/norm.h"
#include "layers/torch.h"

namespace cre {

inline constexpr double kNormEpsilon = 1e-5;

/// batch: over batch and positions (Ioffe & Szegedy 2015), running = 0.9 running + 0.1 batch, as PyTorch has it.
/// group: over positions and the channels of each group (Wu & He 2018). layer: over the channels of each position.
/// Parameters weight (C) and bias (C); batch norm has the buffers running_mean (C) and running_var (C).
class NormLayer : public torch::nn::Module {
 public:
  /// groups: of group norm; must divide channels (settings are checked with require_groups).
  NormLayer(OutputNorm kind, std::int64_t channels, std::int64_t groups);

  /// x: (B, C, 1, L) in channels-last memory or (B, C); returns the same shape. In training batch norm uses the
  /// batch's statistics and updates the running ones.
  at::Tensor forward(const at::Tensor& x, const ForwardPass& pass);

  /// What is done with a layer's outputs in one go: dropout(activation(forward(x + bias) + residual)). bias: float32
  /// (C), residual: like x; either may be undefined, and with a residual there is no dropout. On a GPU one operation
  /// does it in training. x must not be used afterwards.
  struct Around {
    at::Tensor bias, residual;
    Activation activation;
    DropoutLayer dropout;
  };
  at::Tensor activated(const at::Tensor& x, const Around& around, const ForwardPass& pass);

  /// Does that operation add a bias to a tensor like x, of whatever channels? Then a convolution need not.
  bool adds_bias(const at::Tensor& x, const Activation& activation, const ForwardPass& pass) const;

  OutputNorm kind() const { return kind_; }

  /// What batch norm does to channel c outside of training: x scale + shift, each (C) float32.
  struct Affine {
    at::Tensor scale, shift;
  };
  Affine running_affine() const;

 private:
  OutputNorm kind_;
  std::int64_t groups_;
  at::Tensor weight_, bias_, running_mean_, running_var_;
};

}  // namespace cre
