#pragma once
// oneDNN's convolution with weights in its own layout, which applies an activation while its outputs are still in
// registers; reached through the operators that LibTorch has for its own compiler. Processor only, no gradients.

#include <cstdint>

#include "layers/activation.h"
#include "layers/torch.h"

namespace cre::onednn {

/// Does this build have it?
bool is_available();
/// And does it know numbers like those of x? float32 and bfloat16 on the processor.
bool is_for(const at::Tensor& x);

struct ConvolutionShape {
  std::int64_t padding, dilation, groups;
};

/// weight: (O, I / groups, k) in the numbers of the inputs, of which `x` is an example.
at::Tensor packed_convolution(const at::Tensor& weight, const ConvolutionShape& shape, const at::Tensor& x);

/// x: (B, I, 1, L) channels-last, returns (B, O, 1, L); the bias may be undefined, the activation null.
at::Tensor convolution(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias,
                       const ConvolutionShape& shape, const Activation* activation);

}  // namespace cre::onednn
