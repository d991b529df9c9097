#pragma once
// Losses of elements and tasks; exact definitions in docs/models.md.

#include "layers/torch.h"
#include "model/network.h"
#include "train/config/loss_config.h"

namespace cre {

/// The loss of every element in every task, before weights. target: (B, K) standardized; weight: (B, K), element weight
/// times mask, of which only zero or not matters here. Returns (B, K), float32.
at::Tensor element_loss(const LossConfig& config, const NetworkOutput& output, const at::Tensor& target,
                        const at::Tensor& weight);

/// sum(t w l) / (sum(w) + 1e-8): a batch without any measured value has loss 0, not NaN.
/// loss and weight: (B, K); task_weight: (K).
at::Tensor weighted_loss(const at::Tensor& loss, const at::Tensor& weight, const at::Tensor& task_weight);

/// The same for each task alone, without task weights: (K).
at::Tensor task_losses(const at::Tensor& loss, const at::Tensor& weight);

/// mean |p - q| of the predictions of both strands, (B, K) each.
at::Tensor strand_difference(const at::Tensor& forward, const at::Tensor& reverse);

/// Mean binary cross entropy of predicted motifs. logits: (B, M); present: (B, M) of 0 and 1.
at::Tensor motif_loss(const at::Tensor& logits, const at::Tensor& present);

}  // namespace cre
