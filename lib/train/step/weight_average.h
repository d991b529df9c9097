#pragma once
// A running mean of the weights, often a better network than the last weights (Polyak & Juditsky 1992).

#include <string>
#include <utility>
#include <vector>

#include "layers/torch.h"
#include "model/network.h"

namespace cre {

/// average = decay average + (1 - decay) weight after each step. decay 0: off, nothing is kept. Buffers (running
/// values of batch norm) are not averaged.
class WeightAverage {
 public:
  WeightAverage(const Network& network, double decay);

  void update();

  /// References to what a checkpoint must keep; empty when off.
  const std::vector<std::pair<std::string, at::Tensor>>& state() const { return averages_; }

  /// While it lives the network has the averaged weights.
  class Use {
   public:
    explicit Use(WeightAverage& average) : average_(average) { average_.exchange(); }
    ~Use() { average_.exchange(); }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    WeightAverage& average_;
  };

 private:
  void exchange();

  double decay_;
  std::vector<at::Tensor> weights_;
  std::vector<std::pair<std::string, at::Tensor>> averages_;
};

}  // namespace cre
