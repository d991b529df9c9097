#include "model/head.h"

#include <cmath>
#include <memory>
#include <string>

namespace cre {

Head::Head(const HeadSize& size, double slope, std::uint32_t& dropout_layers, WeightSource& source) : slope_(slope) {
  std::int64_t inputs = size.inputs;
  for (std::size_t i = 0; i <= size.hidden.size(); ++i) {
    const bool last = i == size.hidden.size();
    const std::int64_t outputs = last ? 1 : size.hidden[i];
    auto module = std::make_shared<torch::nn::Module>();
    // Small and by fan_in, as PyTorch starts its linear layers (variance 1 / (3 inputs)): the convolutions' Kaiming
    // scale would start the heads at outputs of size 10, far from the standardized activities.
    const double deviation = std::sqrt(1.0 / (3.0 * static_cast<double>(inputs)));
    Layer layer{.weight = module->register_parameter("weight", source.normal({outputs, inputs}, deviation)),
                .bias = module->register_parameter("bias", at::zeros({outputs})),
                .dropout = last ? DropoutLayer{} : DropoutLayer{size.dropouts[i], dropout_layers++}};
    register_module(std::to_string(i), module);
    layers_.push_back(layer);
    inputs = outputs;
  }
}

at::Tensor Head::forward(const at::Tensor& features, const ForwardPass& pass) {
  at::Tensor x = features;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    x = at::linear(x, layer.weight.to(pass.dtype), layer.bias.to(pass.dtype));
    if (i + 1 < layers_.size()) x = activate(x, slope_, layer.dropout, pass);
  }
  return x;
}

}  // namespace cre
