#pragma once
// The Adam step in LibTorch's fused form, with decoupled or coupled weight decay, with or without amsgrad.

#include <string>
#include <utility>
#include <vector>

#include "layers/torch.h"
#include "model/network.h"
#include "train/config/optimizer_config.h"

namespace cre {

/// Biases, norm parameters and weight-norm g are not decayed: what is left are matrices and filters.
bool is_decayed(const std::string& name, const at::Tensor& parameter);

class Adam {
 public:
  /// `others`: further values to learn, without decay.
  Adam(const Network& network, const OptimizerConfig& config,
       const std::vector<std::pair<std::string, at::Tensor>>& others = {});

  const OptimizerSettings& settings() const { return settings_; }

  /// Forgets the gradients of the last step.
  void clear_gradients();

  /// Divides all gradients by `scale` (of the loss, a scalar), then scales them so that their joint norm is at most
  /// `limit`. Returns the norm in between, a scalar.
  at::Tensor clip_gradients(double limit, const at::Tensor& scale);

  /// The type of learning rates there: the kernels of accelerators read float32.
  static at::ScalarType rate_type(const at::Device& device) { return device.is_cpu() ? at::kDouble : at::kFloat; }

  /// One step with the gradients at hand. Scalars on the device of the weights; learning_rate: of rate_type(); skip:
  /// float32, 1 = nothing is changed. No value is read on the host of an accelerator.
  void step(const at::Tensor& learning_rate, const at::Tensor& skip);

  struct Moments {
    std::string name;                  // of the parameter
    at::Tensor mean, square, largest;  // running means of gradient and squared gradient; amsgrad: the largest of those
  };
  /// References into the optimizer's state: reading saves it, copying into the tensors restores it.
  std::vector<Moments> moments() const;
  std::int64_t steps() const;
  void set_steps(std::int64_t steps);

 private:
  struct Group {
    double weight_decay = 0.0;
    std::vector<std::string> names;
    std::vector<at::Tensor> parameters, means, squares, largest, counts;
    void add(const std::string& name, const at::Tensor& parameter, bool amsgrad);
  };
  OptimizerSettings settings_;
  std::vector<Group> groups_;
};

}  // namespace cre
