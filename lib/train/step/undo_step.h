#pragma once
// What a step changes before it is known whether it counts.

#include <vector>

#include "model/network.h"
#include "train/step/task_weights.h"

namespace cre {

/// Keeps the running values of norms and task weights, which a batch without a finite loss would poison for good.
class UndoStep {
 public:
  UndoStep(const Network& network, const TaskWeights& task_weights);

  /// Puts them back.
  void undo() const;

 private:
  std::vector<at::Tensor> values_, copies_;
};

}  // namespace cre
