#pragma once
// How much a measured element counts, in training and in weighted errors.

#include <algorithm>

namespace cre {

/// min(1 / (s^2 + 1e-6), 25) for a standard error s in l2fc: all below about 0.2 count the same.
inline double inverse_variance_weight(double standard_error) {
  return std::min(1.0 / (standard_error * standard_error + 1e-6), 25.0);
}

}  // namespace cre
