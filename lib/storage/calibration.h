#pragma once
// What a model predicted for rows that it was not trained on: prediction intervals are made of it.

#include <cstddef>
#include <vector>

namespace cre {

/// n validation rows, K tasks; row-major, l2fc. Empty where a model has none.
struct Calibration {
  std::vector<double> measured;  // (n, K) NaN where masked
  std::vector<float> forward;    // (n, K) predicted from the strand as given
  std::vector<float> reverse;    // (n, K) from the reverse complement

  bool empty() const { return forward.empty(); }
};

}  // namespace cre
