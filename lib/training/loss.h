#pragma once
// The training loss.

#include <torch/torch.h>

namespace cre {

/// Huber loss (Huber 1964) with mask and element weights: sum(w m l) / (sum(w m) + 1e-8), where with e = |p - y|
/// l = e^2 / 2 for e <= delta and delta (e - delta / 2) beyond.
/// predicted and target: (B, K) standardized; weight: (B, K), element weight times mask. Returns a scalar, float32.
at::Tensor huber_loss(const at::Tensor& predicted, const at::Tensor& target, const at::Tensor& weight, double delta);

}  // namespace cre
