#include "layers/onednn.h"

#include <array>
#include <optional>
#include <string>

#include <ATen/core/dispatch/Dispatcher.h>

namespace cre::onednn {
namespace {

using Pair = std::array<std::int64_t, 2>;
using Scalars = c10::List<std::optional<at::Scalar>>;
using OptionalText = std::optional<c10::string_view>;
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

// Without the instructions for it these operators throw, where LibTorch's own convolution takes another way.
bool has_bf16() {
  static const bool has = [] {
    const auto ask = c10::Dispatcher::singleton().findSchema({"mkldnn::_is_mkldnn_bf16_supported", ""});
    return ask && ask->typed<bool()>().call();
  }();
  return has;
}

}  // namespace

bool is_available() {
  static const bool available = at::globalContext().hasMKLDNN() &&
                                c10::Dispatcher::singleton().findSchema({"mkldnn::_convolution_pointwise", ""});
  return available;
}

bool is_for(const at::Tensor& x) {
  const at::ScalarType numbers = x.scalar_type();
  return is_available() && x.is_cpu() && (numbers == at::kFloat || (numbers == at::kBFloat16 && has_bf16()));
}

at::Tensor packed_convolution(const at::Tensor& weight, const ConvolutionShape& shape, const at::Tensor& x) {
  static const auto reorder =
      operation<at::Tensor(const at::Tensor&, at::IntArrayRef, at::IntArrayRef, at::IntArrayRef, std::int64_t,
                           at::OptionalIntArrayRef)>("mkldnn::_reorder_convolution_weight");
  return reorder.call(weight.unsqueeze(2), Pair{0, shape.padding}, kStride, Pair{1, shape.dilation}, shape.groups,
                      x.sizes());
}

at::Tensor convolution(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias,
                       const ConvolutionShape& shape, const Activation* activation) {
  static const auto convolve =
      operation<at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, at::IntArrayRef,
                           at::IntArrayRef, at::IntArrayRef, std::int64_t, c10::string_view, Scalars, OptionalText)>(
          "mkldnn::_convolution_pointwise");
  const PostOperation post =
      activation != nullptr ? post_operation(*activation) : PostOperation{"none", Scalars(), std::nullopt};
  return convolve.call(x, packed, bias.defined() ? std::optional(bias) : std::nullopt, Pair{0, shape.padding}, kStride,
                       Pair{1, shape.dilation}, shape.groups, post.name, post.numbers, post.algorithm);
}

}  // namespace cre::onednn
