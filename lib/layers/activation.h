#pragma once
// Activation functions with what surrounds them: residual sum and dropout, or max-pool. With LeakyReLU and ReLU it is
// one differentiable operation and a single pass, on the processor (layers/elementwise_kernels.h) and on GPUs
// (layers/gpu/activation.h); GELU and SiLU are LibTorch's, with the same dropout and pool. Where there are no such
// kernels LibTorch's operations give the same results with the same dropout masks.
//
// Activations are (B, C, 1, L) in channels-last memory, that is (B, L, C) in order; heads use (B, C).

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/names.h"
#include "layers/dropout.h"
#include "layers/forward_pass.h"
#include "layers/torch.h"

namespace cre {

enum class ActivationKind { leaky_relu, relu, gelu, silu };

/// Names as they stand in the config.
const Names<ActivationKind>& activation_names();

struct Activation {
  ActivationKind kind = ActivationKind::leaky_relu;
  double slope = 0.1;  ///< for negative values; 0 for all but leaky_relu
};

/// LeakyReLU or ReLU: `slope` says all of it.
bool is_linear_in_pieces(const Activation& activation);

/// A dropout layer's identity within its network and its rate.
struct DropoutLayer {
  double probability = 0.0;
  std::uint32_t number = 0;
};

/// Whether the operations below add a bias to a tensor like x with that many channels: then a convolution need not, in
/// a pass of its own.
bool adds_bias(const at::Tensor& x, std::int64_t channels, const Activation& activation);

/// The mask of a dropout layer in this pass; drops nothing in predictions.
DropoutMask mask_of(const DropoutLayer& dropout, const ForwardPass& pass);

/// dropout(activation(x + bias)); may overwrite x, which must not be used afterwards. bias: float32 (C), and only where
/// adds_bias(); so below.
at::Tensor activate(const at::Tensor& x, const Activation& activation, const DropoutLayer& dropout,
                    const ForwardPass& pass, const at::Tensor& bias = {});

/// dropout(x); may overwrite x, which must not be used afterwards.
at::Tensor drop(const at::Tensor& x, const DropoutLayer& dropout, const ForwardPass& pass);

/// activation(x + bias + residual); may overwrite x, which must not be used afterwards.
at::Tensor activate_sum(const at::Tensor& x, const at::Tensor& residual, const Activation& activation,
                        const at::Tensor& bias = {});

/// Max over windows of `window` positions of activation(x + bias); positions that fill no window are left out.
/// x: (B, C, 1, L), returns (B, C, 1, L / window). May overwrite x.
at::Tensor activate_pool(const at::Tensor& x, std::int64_t window, const Activation& activation,
                         const at::Tensor& bias = {});

/// Max over windows of `window` positions. x: (B, C, 1, L), returns (B, C, 1, L / window).
at::Tensor max_pool(const at::Tensor& x, std::int64_t window);

}  // namespace cre
