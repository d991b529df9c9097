#include "model/convolution_layer.h"

#include <array>

namespace cre {
const std::vector<std::pair<std::string, Norm>>& norm_names() {
  static const std::vector<std::pair<std::string, Norm>> names = {
      {"weight", Norm::weight}, {"batch", Norm::batch}, {"weight_batch", Norm::weight_batch}, {"none", Norm::none}};
  return names;
}

ConvolutionLayer::ConvolutionLayer(const ConvolutionSize& size, Norm norm, double slope, WeightSource& source)
    : size_(size) {
  const bool batch_norm = norm == Norm::batch || norm == Norm::weight_batch;
  const at::Tensor direction =
      source.kaiming({size.outputs, size.inputs, size.kernel}, slope, size.outputs * size.kernel);
  if (norm == Norm::weight || norm == Norm::weight_batch) {
    weight_g_ = register_parameter("weight_g", at::norm_except_dim(direction, 2, 0).clone());
    weight_v_ = register_parameter("weight_v", direction);
  } else {
    weight_ = register_parameter("weight", direction);
  }
  if (batch_norm) {
    norm_ = register_module("norm", std::make_shared<BatchNorm>(size.outputs));
  } else {
    bias_ = register_parameter("bias", at::zeros({size.outputs}));
  }
}

at::Tensor ConvolutionLayer::effective_weight() const {
  return weight_.defined() ? weight_ : at::_weight_norm(weight_v_, weight_g_, 0);
}

at::Tensor ConvolutionLayer::forward(const at::Tensor& x, const ForwardPass& pass) {
  const at::Tensor weight = effective_weight().unsqueeze(2).to(pass.dtype);  // (O, I, 1, k)
  const std::int64_t padding = (size_.kernel - 1) / 2 * size_.dilation;
  const at::Tensor bias = bias_.defined() ? bias_.to(pass.dtype) : at::Tensor();
  const std::array<std::int64_t, 2> stride{1, 1}, pad{0, padding}, dilation{1, size_.dilation};
  const at::Tensor y = at::conv2d(x, weight, bias, stride, pad, dilation);
  return norm_ ? norm_->forward(y, pass) : y;
}

}  // namespace cre
