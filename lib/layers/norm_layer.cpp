#include "layers/norm_layer.h"

#include "core/error.h"
#include "layers/gpu/batch_norm.h"

namespace cre {
namespace {

constexpr double kMomentum = 0.1;  // share of the new batch in the running values

at::Tensor over_channels(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  const std::int64_t channels = weight.size(0);
  if (x.dim() == 2) {
    return at::layer_norm(x, {channels}, weight, bias, kNormEpsilon);
  }
  const at::Tensor last = x.permute({0, 2, 3, 1});  // (B, 1, L, C): the order in memory
  return at::layer_norm(last, {channels}, weight, bias, kNormEpsilon).permute({0, 3, 1, 2});
}

constexpr Activation kNoActivation{.kind = ActivationKind::leaky_relu, .slope = 1.0};

// LibTorch would make the running variance NaN.
void require_a_variance(const at::Tensor& x) {
  if (x.numel() == x.size(1)) {
    fail(ErrorKind::config,
         "batch norm of a step with a single element has no variance; raise train.batch, or choose another norm");
  }
}

}  // namespace

NormLayer::NormLayer(OutputNorm kind, std::int64_t channels, std::int64_t groups)
    : kind_(kind),
      groups_(groups),
      weight_(register_parameter("weight", at::ones({channels}))),
      bias_(register_parameter("bias", at::zeros({channels}))) {
  require(kind != OutputNorm::none, "a norm layer normalises");
  if (kind == OutputNorm::batch) {
    running_mean_ = register_buffer("running_mean", at::zeros({channels}));
    running_var_ = register_buffer("running_var", at::ones({channels}));
  }
  require(kind != OutputNorm::group || channels % groups == 0, "the groups of group norm divide its channels");
}

at::Tensor NormLayer::forward(const at::Tensor& x, const ForwardPass& pass) {
  switch (kind_) {
    case OutputNorm::batch:
      if (pass.training()) {
        require_a_variance(x);
      }
      if (adds_bias(x, kNoActivation, pass)) {
        return activated(x, {.bias = {}, .residual = {}, .activation = kNoActivation, .dropout = {}}, pass);
      }
      return at::batch_norm(x, weight_, bias_, running_mean_, running_var_, pass.training(), kMomentum, kNormEpsilon,
                            true);
    case OutputNorm::group:
      return at::group_norm(x, groups_, weight_.to(x.scalar_type()), bias_.to(x.scalar_type()), kNormEpsilon);
    case OutputNorm::layer:
      return over_channels(x, weight_.to(x.scalar_type()), bias_.to(x.scalar_type()));
    case OutputNorm::none:
      break;
  }
  fail(ErrorKind::internal, "a norm layer without a norm");
}

bool NormLayer::adds_bias(const at::Tensor& x, const Activation& activation, const ForwardPass& pass) const {
  return kind_ == OutputNorm::batch && pass.training() && gpu::has_batch_norm(x, weight_.size(0), activation);
}

at::Tensor NormLayer::activated(const at::Tensor& x, const Around& around, const ForwardPass& pass) {
  if (adds_bias(x, around.activation, pass)) {
    require_a_variance(x);
    return gpu::norm_and_activate(x,
                                  {weight_, bias_, around.bias, running_mean_, running_var_, kMomentum, kNormEpsilon},
                                  around.residual, around.activation, mask_of(around.dropout, pass));
  }
  require(!around.bias.defined(), "no bias without an operation that adds it");
  const at::Tensor y = forward(x, pass);
  return around.residual.defined() ? activate_sum(y, around.residual, around.activation)
                                   : activate(y, around.activation, around.dropout, pass);
}

NormLayer::Affine NormLayer::running_affine() const {
  require(kind_ == OutputNorm::batch, "only batch norm has running values");
  const at::Tensor scale = weight_ / (running_var_ + kNormEpsilon).sqrt();
  return {scale, bias_ - running_mean_ * scale};
}

}  // namespace cre
