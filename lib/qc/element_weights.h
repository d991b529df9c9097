#pragma once
// Weights of elements in the loss.

#include <cstddef>
#include <vector>

namespace cre {

struct KeptElements;
struct QcConfig;

/// What the weight of a value is made of, besides its standard error.
struct ElementWeights {
  struct Task {
    float without_error = 1.0F;          // weight of what is measured without a standard error
    bool are_all_without_error = false;  // whatever the column holds
  };
  std::vector<Task> tasks;  // (K); empty: all weights are 1

  /// `standard_error`: NaN where there is none.
  float of(std::size_t task, bool is_measured, double standard_error) const;
};

/// Sets `elements.weights` by standard errors and activities as they are: all 1, or when the config wants weights,
/// min(1 / (SE^2 + 1e-6), 25). What is measured without a standard error gets the mean weight of its task; a task
/// without any that of all tasks.
void weigh_elements(KeptElements& elements, const QcConfig& config);

}  // namespace cre
