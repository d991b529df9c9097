#include "model/task_heads.h"

#include <string>

namespace cre {

TaskHeads::TaskHeads(const HeadsShape& shape, const TaskHeadSize& size, const LayerStyle& style,
                     NetworkBuilder& builder)
    : activation_(style.act()) {
  const std::size_t hidden = size.hidden.size();
  for (std::int64_t k = 0; k < shape.tasks; ++k) {
    const auto list = std::make_shared<torch::nn::ModuleListImpl>();
    std::vector<Layer> head;
    std::int64_t inputs = shape.features;
    for (std::size_t i = 0; i <= hidden; ++i) {
      const std::int64_t outputs = i < hidden ? size.hidden[i] : shape.outputs;
      const bool activated = i + 1 < hidden || (i + 1 == hidden && size.last_hidden == LastHidden::activated);
      head.push_back({.linear = std::make_shared<LinearLayer>(LinearSize{inputs, outputs}, style, builder.weights),
                      .activated = activated,
                      .dropout = activated ? builder.dropout(size.dropouts[i]) : DropoutLayer{}});
      list->push_back(head.back().linear);
      inputs = outputs;
    }
    heads_.push_back(std::move(head));
    register_module(std::to_string(k), list);
  }
}

at::Tensor TaskHeads::forward(const at::Tensor& features, const ForwardPass& pass) {
  std::vector<at::Tensor> outputs;
  for (const std::vector<Layer>& head : heads_) {
    at::Tensor x = features;
    for (const Layer& layer : head) {
      x = layer.linear->forward(x, pass);
      if (layer.activated) {
        x = activate(x, activation_, layer.dropout, pass);
      }
    }
    outputs.push_back(x);
  }
  return at::cat(outputs, 1);
}

}  // namespace cre
