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

  /// dropout(activation(forward(x) + residual)), in training on a GPU in one operation; residual: like x, or undefined
  /// (with one there is no dropout). x must not be used afterwards.
  at::Tensor activated(const at::Tensor& x, const at::Tensor& residual, const Activation& activation,
                       const DropoutLayer& dropout, const ForwardPass& pass);

  OutputNorm kind() const { return kind_; }

  /// What batch norm does to channel c outside of training: x scale + shift, each (C) float32.
  struct Affine {
    at::Tensor scale, shift;
  };
  Affine running_affine() const;

 private:
  bool is_one_operation(const at::Tensor& x, const Activation& activation, const ForwardPass& pass) const;
  at::Tensor in_one_operation(const at::Tensor& x, const at::Tensor& residual, const Activation& activation,
                              const DropoutMask& mask) const;

  OutputNorm kind_;
  std::int64_t groups_;
  at::Tensor weight_, bias_, running_mean_, running_var_;
};

}  // namespace cre
