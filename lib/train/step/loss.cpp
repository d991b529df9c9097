#include "train/step/loss.h"

#include <limits>

#include "core/error.h"

namespace cre {
namespace {

constexpr double kEpsilon = 1e-8;
constexpr double kLargestLogVariance = 10.0;

at::Tensor gaussian(const NetworkOutput& output, const at::Tensor& target) {
  const at::Tensor v = output.log_variance.clamp(-kLargestLogVariance, kLargestLogVariance);
  return 0.5 * (v + (output.activity - target).square() * at::exp(-v));
}

// Softmax over the measured tasks of a row; the others count as impossible, and their terms as 0.
at::Tensor divergence(const at::Tensor& predicted, const at::Tensor& target, const at::Tensor& measured) {
  const auto log_share = [&](const at::Tensor& values) {
    return values.masked_fill(measured.logical_not(), -std::numeric_limits<float>::max()).log_softmax(1);
  };
  const at::Tensor log_q = log_share(target);
  return (log_q.exp() * (log_q - log_share(predicted))).masked_fill(measured.logical_not(), 0.0);
}

}  // namespace

at::Tensor element_loss(const LossConfig& config, const NetworkOutput& output, const at::Tensor& target,
                        const at::Tensor& weight) {
  const at::Tensor& predicted = output.activity;
  switch (config.kind) {
    case LossKind::huber:
      return at::huber_loss(predicted, target, at::Reduction::None, config.delta);
    case LossKind::mse:
      return (predicted - target).square();
    case LossKind::gaussian_nll:
      return gaussian(output, target);
    case LossKind::l1_kl:
      return ((predicted - target).abs() + config.kl_weight * divergence(predicted, target, weight.gt(0.0))) /
             (1.0 + config.kl_weight);
  }
  fail(ErrorKind::internal, "unknown loss");
}

at::Tensor weighted_loss(const at::Tensor& loss, const at::Tensor& weight, const at::Tensor& task_weight) {
  return (loss * weight * task_weight).sum() / (weight.sum() + kEpsilon);
}

at::Tensor task_losses(const at::Tensor& loss, const at::Tensor& weight) {
  return (loss * weight).sum(0) / (weight.sum(0) + kEpsilon);
}

at::Tensor strand_difference(const at::Tensor& forward, const at::Tensor& reverse) {
  return (forward - reverse).abs().mean();
}

at::Tensor motif_loss(const at::Tensor& logits, const at::Tensor& present) {
  return at::binary_cross_entropy_with_logits(logits, present);
}

}  // namespace cre
