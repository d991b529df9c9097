#include "model/folded_convolution.h"

#include <array>
#include <optional>
#include <string>

#include <ATen/core/dispatch/Dispatcher.h>

#include "model/winograd.h"

namespace cre {
namespace {

using Pair = std::array<std::int64_t, 2>;
using Scalars = c10::List<std::optional<at::Scalar>>;
constexpr Pair kStride{1, 1};

template <class Signature>
c10::TypedOperatorHandle<Signature> operation(const char* name) {
  return c10::Dispatcher::singleton().findSchemaOrThrow(name, "").typed<Signature>();
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

at::Tensor pack(const at::Tensor& weight, std::int64_t padding, std::int64_t dilation, std::int64_t groups,
                at::IntArrayRef x_shape) {
  static const auto reorder =
      operation<at::Tensor(const at::Tensor&, at::IntArrayRef, at::IntArrayRef, at::IntArrayRef, std::int64_t,
                           at::OptionalIntArrayRef)>("mkldnn::_reorder_convolution_weight");
  return reorder.call(weight, Pair{0, padding}, kStride, Pair{1, dilation}, groups, x_shape);
}

}  // namespace

bool FoldedConvolution::is_available(const at::Tensor& x) {
  static const bool has_onednn = at::globalContext().hasMKLDNN() &&
                                 c10::Dispatcher::singleton().findSchema({"mkldnn::_convolution_pointwise", ""});
  return has_onednn && x.is_cpu() && x.scalar_type() != at::kHalf;
}

FoldedConvolution::FoldedConvolution(const at::Tensor& weight, const at::Tensor& bias, std::int64_t dilation,
                                     std::int64_t groups, const at::Tensor& x)
    : winograd_(groups == 1 && winograd::is_faster(weight)),
      bias_(bias),
      padding_((weight.size(2) - 1) / 2 * dilation),
      dilation_(dilation),
      groups_(groups) {
  weight_ =
      winograd_ ? winograd::transformed(weight) : pack(weight.unsqueeze(2), padding_, dilation, groups, x.sizes());
}

at::Tensor FoldedConvolution::with_onednn(const at::Tensor& x, const Activation* activation) const {
  static const auto convolve =
      operation<at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, at::IntArrayRef,
                           at::IntArrayRef, at::IntArrayRef, std::int64_t, c10::string_view, Scalars,
                           std::optional<c10::string_view>)>("mkldnn::_convolution_pointwise");
  const PostOperation post =
      activation != nullptr ? post_operation(*activation) : PostOperation{"none", Scalars(), std::nullopt};
  return convolve.call(x, weight_, bias_.defined() ? std::optional(bias_) : std::nullopt, Pair{0, padding_}, kStride,
                       Pair{1, dilation_}, groups_, post.name, post.numbers, post.algorithm);
}

at::Tensor FoldedConvolution::run(const at::Tensor& x) const {
  return winograd_ ? winograd::convolve(x, {weight_, bias_, dilation_}) : with_onednn(x, nullptr);
}

at::Tensor FoldedConvolution::run(const at::Tensor& x, const Activation& activation) const {
  if (!winograd_) return with_onednn(x, &activation);
  if (is_linear_in_pieces(activation)) return winograd::convolve(x, {weight_, bias_, dilation_}, activation.slope);
  return activate(run(x), activation, {}, {});
}

at::Tensor FoldedConvolution::run_sum(const at::Tensor& x, const at::Tensor& residual,
                                      const Activation& activation) const {
  if (winograd_ && is_linear_in_pieces(activation)) {
    return winograd::convolve(x, {weight_, bias_, dilation_}, activation.slope, residual);
  }
  // oneDNN has a sum and ReLU behind a convolution, but no sum and LeakyReLU.
  return activate_sum(run(x), residual, activation);
}

}  // namespace cre
