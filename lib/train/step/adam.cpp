#include "train/step/adam.h"

#include <cmath>
#include <optional>

namespace cre {
namespace {

std::vector<at::Tensor> gradients_of(const std::vector<at::Tensor>& parameters) {
  std::vector<at::Tensor> gradients;
  gradients.reserve(parameters.size());
  for (const at::Tensor& parameter : parameters) {
    gradients.push_back(parameter.grad());
  }
  return gradients;
}

}  // namespace

bool is_decayed(const std::string& name, const at::Tensor& parameter) {
  return parameter.dim() >= 2 && !name.ends_with("weight_g");
}

void Adam::Group::add(const std::string& name, const at::Tensor& parameter, bool amsgrad) {
  names.push_back(name);
  parameters.push_back(parameter);
  means.push_back(at::zeros_like(parameter));
  squares.push_back(at::zeros_like(parameter));
  if (amsgrad) {
    largest.push_back(at::zeros_like(parameter));
  }
  counts.push_back(at::zeros({}, parameter.options().requires_grad(false)));
}

Adam::Adam(const Network& network, const OptimizerConfig& config,
           const std::vector<std::pair<std::string, at::Tensor>>& others)
    : settings_(resolved(config)), groups_(2) {
  const torch::NoGradGuard no_gradients;
  groups_[0].weight_decay = settings_.weight_decay;
  for (const auto& item : network.named_parameters()) {
    groups_[is_decayed(item.key(), item.value()) ? 0 : 1].add(item.key(), item.value(), settings_.amsgrad());
  }
  for (const auto& [name, value] : others) {
    groups_[1].add(name, value, settings_.amsgrad());
  }
}

void Adam::clear_gradients() {
  for (Group& group : groups_) {
    for (at::Tensor& parameter : group.parameters) {
      parameter.mutable_grad().reset();
    }
  }
}

at::Tensor Adam::clip_gradients(double limit, const at::Tensor& scale) {
  const torch::NoGradGuard no_gradients;
  std::vector<at::Tensor> gradients;
  for (const Group& group : groups_) {
    for (const at::Tensor& gradient : gradients_of(group.parameters)) {
      gradients.push_back(gradient);
    }
  }
  at::Tensor norm = at::stack(at::_foreach_norm(gradients, 2)).norm() / scale;
  at::_foreach_mul_(gradients, at::clamp(limit / (norm + 1e-6), {}, 1.0) / scale);
  return norm;
}

void Adam::step(const at::Tensor& learning_rate, const at::Tensor& skip) {
  const torch::NoGradGuard no_gradients;
  const at::Tensor counted = 1.0 - skip;
  for (Group& group : groups_) {
    if (group.parameters.empty()) {
      continue;
    }
    at::_foreach_add_(group.counts, counted);
    const auto update = [&](const auto& fused) {
      fused(group.parameters, gradients_of(group.parameters), group.means, group.squares, group.largest, group.counts,
            learning_rate, settings_.beta1, settings_.beta2, group.weight_decay, settings_.epsilon, settings_.amsgrad(),
            /*maximize=*/false, /*grad_scale=*/std::nullopt, /*found_inf=*/skip);
    };
    if (settings_.decoupled()) {
      update([](auto&&... values) { at::_fused_adamw_(values...); });
    } else {
      update([](auto&&... values) { at::_fused_adam_(values...); });
    }
  }
}

std::vector<Adam::Moments> Adam::moments() const {
  std::vector<Moments> all;
  for (const Group& group : groups_) {
    for (std::size_t i = 0; i < group.names.size(); ++i) {
      all.push_back(
          {group.names[i], group.means[i], group.squares[i], settings_.amsgrad() ? group.largest[i] : at::Tensor()});
    }
  }
  return all;
}

std::int64_t Adam::steps() const {
  return std::llround(groups_[0].counts.front().item<double>());  // exact in float32 up to 16 million
}

void Adam::set_steps(std::int64_t steps) {
  const torch::NoGradGuard no_gradients;
  for (Group& group : groups_) {
    for (at::Tensor& count : group.counts) {
      count.fill_(static_cast<double>(steps));
    }
  }
}

}  // namespace cre
