#include "layers/folded_convolution.h"

#include "layers/winograd.h"

namespace cre {

FoldedConvolution::FoldedConvolution(const at::Tensor& weight, const at::Tensor& bias, std::int64_t dilation,
                                     std::int64_t groups, const at::Tensor& x)
    : by_winograd_(winograd::is_faster(weight, dilation, groups, x.size(3))),
      shape_{.padding = (weight.size(2) - 1) / 2 * dilation, .dilation = dilation, .groups = groups},
      packed_(by_winograd_ ? winograd::packed_filter(weight, dilation, x)
                           : onednn::packed_convolution(weight, shape_, x)),
      bias_(bias.defined() ? bias : at::zeros({weight.size(0)}, weight.options())) {}

at::Tensor FoldedConvolution::run(const at::Tensor& x) const {
  if (by_winograd_) {
    return winograd::convolve(x, {packed_, bias_, shape_.dilation});
  }
  return onednn::convolution(x, packed_, bias_, shape_, nullptr);
}

at::Tensor FoldedConvolution::run(const at::Tensor& x, const Activation& activation) const {
  if (!by_winograd_) {
    return onednn::convolution(x, packed_, bias_, shape_, &activation);
  }
  if (!is_linear_in_pieces(activation)) {
    return activate(run(x), activation, {}, {});
  }
  return winograd::convolve(x, {packed_, bias_, shape_.dilation}, activation.slope);
}

at::Tensor FoldedConvolution::run_sum(const at::Tensor& x, const at::Tensor& residual,
                                      const Activation& activation) const {
  if (by_winograd_ && is_linear_in_pieces(activation)) {
    return winograd::convolve(x, {packed_, bias_, shape_.dilation}, activation.slope, residual);
  }
  // oneDNN has a sum and ReLU after a convolution, but no sum and LeakyReLU.
  return activate_sum(run(x), residual, activation);
}

}  // namespace cre
