#include "qc/element_weights.h"

#include <cmath>

#include "statistics/inverse_variance_weight.h"

namespace cre {
namespace {

/// Mean weight of the values with standard errors, every `step`th from `first`; 0 when there are none.
double mean_weight(const KeptElements& elements, std::size_t first, std::size_t step) {
  double sum = 0.0, count = 0.0;
  for (std::size_t i = first; i < elements.weight.size(); i += step) {
    if (!std::isnan(elements.standard_error[i])) {
      sum += static_cast<double>(elements.weight[i]);
      count += 1.0;
    }
  }
  return count == 0.0 ? 0.0 : sum / count;
}

/// A weight of 1 would be far less than that of values whose errors are known.
void weigh_values_without_errors(KeptElements& elements, const QcConfig& config) {
  const double overall = mean_weight(elements, 0, 1);
  if (overall == 0.0) {
    return;
  }
  const std::size_t tasks = elements.task_count();
  for (std::size_t task = 0; task < tasks; ++task) {
    const double of_task = mean_weight(elements, task, tasks);
    const bool whole_task = !config.has_errors(task);
    const auto weight = static_cast<float>(of_task == 0.0 ? overall : of_task);
    for (std::size_t i = task; i < elements.weight.size(); i += tasks) {
      if (whole_task || (elements.mask[i] != 0 && std::isnan(elements.standard_error[i]))) {
        elements.weight[i] = weight;
      }
    }
  }
}

}  // namespace

void weigh_elements(KeptElements& elements, const QcConfig& config) {
  elements.weight.assign(elements.activity.size(), 1.0F);
  if (!config.wants_weights()) {
    return;
  }
  for (std::size_t i = 0; i < elements.weight.size(); ++i) {
    const double error = elements.standard_error[i];
    if (!std::isnan(error)) {
      elements.weight[i] = static_cast<float>(inverse_variance_weight(error));
    }
  }
  weigh_values_without_errors(elements, config);
}

}  // namespace cre
