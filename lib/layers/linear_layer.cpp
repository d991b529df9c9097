#include "layers/linear_layer.h"

#include "layers/layer_table.h"

namespace cre {

LinearLayer::LinearLayer(const LinearSize& size, const LayerStyle& style, WeightSource& source)
    : WeightedLayer(style, {size.outputs, size.inputs}, source) {}

at::Tensor LinearLayer::forward(const at::Tensor& x, const ForwardPass& pass) {
  const Operands used = operands(pass);
  const at::Tensor y = at::linear(x, used.weight, used.rounded_bias());
  if (pass.table != nullptr) {
    const std::int64_t positions = x.dim() > 2 ? x.size(1) : 1;
    std::vector<std::int64_t> shape{used.weight.size(0)};
    if (positions > 1) {
      shape.push_back(positions);
    }
    pass.table->add(*this, "linear", shape, positions * used.weight.numel());
  }
  return normalised(y, used, pass);
}

}  // namespace cre
