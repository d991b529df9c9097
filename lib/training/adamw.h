#pragma once
// The Adam step: AdamW (Loshchilov & Hutter 2019, decoupled weight decay) in LibTorch's fused form.

#include <string>
#include <utility>
#include <vector>

#include <torch/torch.h>

#include "model/network.h"
#include "training/train_config.h"

namespace cre {

/// Biases, norm parameters and weight-norm g are not decayed: what is left are matrices and filters.
bool is_decayed(const std::string& name, const at::Tensor& parameter);

class AdamW {
 public:
  /// `others`: further values to learn, without decay.
  AdamW(const Network& network, const OptimizerConfig& config,
        const std::vector<std::pair<std::string, at::Tensor>>& others = {});

  /// Forgets the gradients of the last step.
  void clear_gradients();

  /// Scales all gradients so that their joint norm is at most `limit`. Returns the norm before scaling, a scalar.
  at::Tensor clip_gradients(double limit);

  /// One step with the gradients at hand.
  void step(double learning_rate);

  struct Moments {
    std::string name;         // of the parameter
    at::Tensor mean, square;  // running means of gradient and squared gradient
  };
  /// References into the optimizer's state: reading saves it, copying into the tensors restores it.
  std::vector<Moments> moments() const;
  std::int64_t steps() const { return steps_; }
  void set_steps(std::int64_t steps);

 private:
  struct Group {
    double weight_decay = 0.0;
    std::vector<std::string> names;
    std::vector<at::Tensor> parameters, means, squares, counts;
    void add(const std::string& name, const at::Tensor& parameter);
  };
  OptimizerConfig config_;
  std::vector<Group> groups_;
  std::int64_t steps_ = 0;
};

}  // namespace cre
