#include "training/loss.h"

namespace cre {

at::Tensor huber_loss(const at::Tensor& predicted, const at::Tensor& target, const at::Tensor& weight, double delta) {
  constexpr double kEpsilon = 1e-8;  // a batch without any measured value has loss 0, not NaN
  const at::Tensor each = at::huber_loss(predicted, target, at::Reduction::None, delta);
  return (each * weight).sum() / (weight.sum() + kEpsilon);
}

}  // namespace cre
