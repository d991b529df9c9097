#include "model/batch_norm.h"

namespace cre {
namespace {

constexpr double kMomentum = 0.1;  // share of the new batch in the running values
constexpr double kEpsilon = 1e-5;

}  // namespace

BatchNorm::BatchNorm(std::int64_t channels)
    : weight_(register_parameter("weight", at::ones({channels}))),
      bias_(register_parameter("bias", at::zeros({channels}))),
      running_mean_(register_buffer("running_mean", at::zeros({channels}))),
      running_var_(register_buffer("running_var", at::ones({channels}))) {}

at::Tensor BatchNorm::forward(const at::Tensor& x, const ForwardPass& pass) {
  return at::batch_norm(x, weight_, bias_, running_mean_, running_var_, pass.training(), kMomentum, kEpsilon, true);
}

}  // namespace cre
