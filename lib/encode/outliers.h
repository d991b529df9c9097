#pragma once
// Extreme activities that are left out of training.

#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

#include "encode/encode_config.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// Per task: an activity is fine between the limits, not at them; and what lies beyond.
struct OutlierLimits {
  std::vector<double> low, high;     // (K) l2fc
  std::vector<std::int64_t> beyond;  // (K) training rows beyond them in the task
  std::int64_t rows = 0;             // training rows beyond them in any task
};

/// Mean -+ 6 sample standard deviations of the measured training rows, per task (`malinois`: the upper limit 3 l2fc
/// higher), and takes every task of a training row with an activity beyond them for not measured. Nothing else changes:
/// the row stays where it is, and validation and test rows keep what was measured. `splits` (N).
OutlierLimits leave_out_outliers(Elements& elements, const std::vector<Split>& splits, Outliers rule);

/// For scaler.json: rule, low, high, beyond, rows; null when nothing is left out.
nlohmann::json outliers_json(const OutlierLimits& limits, Outliers rule);

}  // namespace cre
