#include "model/fused_convolution.h"

#include <string>

#include <ATen/core/dispatch/Dispatcher.h>

namespace cre {
namespace {

using Scalars = c10::List<std::optional<at::Scalar>>;
constexpr std::array<std::int64_t, 2> kStride{1, 1};

template <class Signature>
c10::TypedOperatorHandle<Signature> operation(const char* name, const char* overload) {
  return c10::Dispatcher::singleton().findSchemaOrThrow(name, overload).typed<Signature>();
}

struct PostOperation {
  std::string name;
  Scalars numbers;
  std::optional<std::string> algorithm;
};

PostOperation post_operation(const Activation& activation) {
  switch (activation.kind) {
    case ActivationKind::leaky_relu:
      return {"leaky_relu", Scalars({std::optional<at::Scalar>(activation.slope)}), std::nullopt};
    case ActivationKind::relu:
      return {"relu", Scalars(), std::nullopt};
    case ActivationKind::gelu:
      return {"gelu", Scalars(), "none"};
    case ActivationKind::silu:
      break;
  }
  return {"swish", Scalars(), std::nullopt};
}

}  // namespace

bool FusedConvolution::is_available() {
  static const bool available = at::globalContext().hasMKLDNN() &&
                                c10::Dispatcher::singleton().findSchema({"mkldnn::_convolution_pointwise", ""});
  return available;
}

at::Tensor FusedConvolution::pack(const at::Tensor& weight, const std::array<std::int64_t, 2>& padding,
                                  const std::array<std::int64_t, 2>& dilation, std::int64_t groups,
                                  at::IntArrayRef x_shape) {
  static const auto reorder =
      operation<at::Tensor(const at::Tensor&, at::IntArrayRef, at::IntArrayRef, at::IntArrayRef, std::int64_t,
                           at::OptionalIntArrayRef)>("mkldnn::_reorder_convolution_weight", "");
  return reorder.call(weight, padding, kStride, dilation, groups, x_shape);
}

at::Tensor FusedConvolution::run(const at::Tensor& x, const std::optional<Activation>& activation) const {
  static const auto convolve =
      operation<at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, at::IntArrayRef,
                           at::IntArrayRef, at::IntArrayRef, std::int64_t, c10::string_view, Scalars,
                           std::optional<c10::string_view>)>("mkldnn::_convolution_pointwise", "");
  const PostOperation post = activation ? post_operation(*activation) : PostOperation{"none", Scalars(), std::nullopt};
  return convolve.call(x, weight, bias.defined() ? std::optional(bias) : std::nullopt, padding, kStride, dilation,
                       groups, post.name, post.numbers, post.algorithm);
}

}  // namespace cre
