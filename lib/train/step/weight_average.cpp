#include "train/step/weight_average.h"

namespace cre {

WeightAverage::WeightAverage(const Network& network, double decay) : decay_(decay) {
  if (decay == 0.0) {
    return;
  }
  for (const auto& item : network.named_parameters()) {
    weights_.push_back(item.value());
    averages_.emplace_back(item.key(), item.value().detach().clone());
  }
}

void WeightAverage::update() {
  const torch::NoGradGuard no_gradients;
  if (weights_.empty()) {
    return;
  }
  std::vector<at::Tensor> averages;
  for (const auto& [name, average] : averages_) {
    averages.push_back(average);
  }
  at::_foreach_lerp_(averages, weights_, 1.0 - decay_);
}

void WeightAverage::exchange() {
  const torch::NoGradGuard no_gradients;
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    const at::Tensor weight = weights_[i].clone();
    weights_[i].copy_(averages_[i].second);
    averages_[i].second.copy_(weight);
  }
}

}  // namespace cre
