#include "qc/element_weights.h"

#include <cmath>

#include "qc/kept_elements.h"
#include "qc/qc_config.h"
#include "statistics/inverse_variance_weight.h"

namespace cre {
namespace {

float weight_by(double standard_error) {
  return static_cast<float>(inverse_variance_weight(standard_error));
}

/// Mean weight of the values with standard errors, every `step`th from `first`; 0 when there are none.
double mean_weight(const KeptElements& elements, std::size_t first, std::size_t step) {
  double sum = 0.0, count = 0.0;
  for (std::size_t i = first; i < elements.standard_error.size(); i += step) {
    const double error = elements.standard_error[i];
    if (!std::isnan(error)) {
      sum += static_cast<double>(weight_by(error));
      count += 1.0;
    }
  }
  return count == 0.0 ? 0.0 : sum / count;
}

}  // namespace

float ElementWeights::of(std::size_t task, bool is_measured, double standard_error) const {
  if (tasks.empty()) {
    return 1.0F;
  }
  const Task& rule = tasks[task];
  if (rule.are_all_without_error || (is_measured && std::isnan(standard_error))) {
    return rule.without_error;  // 1 would be far less than the weight of values whose errors are known
  }
  return std::isnan(standard_error) ? 1.0F : weight_by(standard_error);
}

void weigh_elements(KeptElements& elements, const QcConfig& config) {
  elements.weights.tasks.clear();
  if (!config.wants_weights()) {
    return;
  }
  const std::size_t tasks = elements.task_count();
  elements.weights.tasks.resize(tasks);
  const double overall = mean_weight(elements, 0, 1);
  if (overall == 0.0) {
    return;
  }
  for (std::size_t task = 0; task < tasks; ++task) {
    const double of_task = mean_weight(elements, task, tasks);
    elements.weights.tasks[task] = {.without_error = static_cast<float>(of_task == 0.0 ? overall : of_task),
                                    .are_all_without_error = !config.has_errors(task)};
  }
}

}  // namespace cre
