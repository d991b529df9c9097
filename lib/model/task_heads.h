#pragma once
// Heads of which each belongs to one task: small fully connected networks from the pooled features.

#include <cstdint>
#include <memory>
#include <vector>

#include "layers/linear_layer.h"
#include "layers/torch.h"
#include "model/network_builder.h"
#include "model/trunk.h"

namespace cre {

/// What follows the last hidden layer of a head.
enum class LastHidden { activated, plain };

struct TaskHeadSize {
  std::vector<std::int64_t> hidden;  // widths of the hidden layers
  std::vector<double> dropouts;      // one for each hidden layer
  LastHidden last_hidden = LastHidden::activated;
};

/// Head k is named k and its layers 0, 1, .... Hidden layers: activation, then dropout.
class TaskHeads : public Heads {
 public:
  TaskHeads(const HeadsShape& shape, const TaskHeadSize& size, const LayerStyle& style, NetworkBuilder& builder);

  at::Tensor forward(const at::Tensor& features, const ForwardPass& pass) override;

 private:
  struct Layer {
    std::shared_ptr<LinearLayer> linear;
    bool activated;
    DropoutLayer dropout;
  };
  Activation activation_;
  std::vector<std::vector<Layer>> heads_;
};

}  // namespace cre
