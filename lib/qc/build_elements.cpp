#include "qc/build_elements.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "qc/adaptors/adaptors.h"
#include "qc/reading/measured_task.h"
#include "sequence/base_codes.h"
#include "statistics/inverse_variance_weight.h"

namespace cre {
namespace {

void add_codes(Elements& elements, std::string_view letters, const LengthPlan& plan) {
  const LengthFit fit = fit_length(letters.size(), plan.length);
  elements.codes.insert(elements.codes.end(), fit.n_before, kBaseN);
  for (const char letter : letters.substr(fit.begin, fit.count)) {
    elements.codes.push_back(std::min(base_code(letter), kBaseN));  // ambiguity codes become N
  }
  elements.codes.insert(elements.codes.end(), fit.n_after, kBaseN);
  elements.flags.push_back(plan.fits(letters.size()) ? 0U : std::uint32_t{kLengthAdjusted});
}

/// Masks what is not measured, and weighs what is.
void mask_and_weigh(Elements& elements, const MeasuredTable& table, const std::vector<std::size_t>& kept,
                    const QcConfig& config) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const std::size_t tasks = table.tasks;
  elements.mask.reserve(elements.activity.size());
  elements.weight.reserve(elements.activity.size());
  for (std::size_t i = 0; i < elements.activity.size(); ++i) {
    const bool measured = is_measured(table, config, kept[i / tasks], i % tasks);
    if (!measured) {
      elements.activity[i] = elements.standard_error[i] = kNone;
    }
    const double error = elements.standard_error[i];
    const bool weighted = config.wants_weights() && !std::isnan(error);
    elements.mask.push_back(measured ? 1 : 0);
    elements.weight.push_back(weighted ? static_cast<float>(inverse_variance_weight(error)) : 1.0F);
  }
}

/// A task without standard errors counts as much as an average element of the tasks that have them: a weight of 1 would
/// be far less than theirs.
void weigh_tasks_without_errors(Elements& elements, const QcConfig& config) {
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t i = 0; i < elements.weight.size(); ++i) {
    if (std::isnan(elements.standard_error[i])) {
      continue;
    }
    sum += static_cast<double>(elements.weight[i]);
    count += 1.0;
  }
  if (count == 0.0) {
    return;
  }
  for (std::size_t i = 0; i < elements.weight.size(); ++i) {
    if (config.tasks[i % config.tasks.size()].standard_error) {
      continue;
    }
    elements.weight[i] = static_cast<float>(sum / count);
  }
}

}  // namespace

Elements build_elements(const MeasuredTable& table, const std::vector<std::size_t>& kept, const QcConfig& config,
                        const LengthPlan& plan) {
  Elements elements;
  static_cast<Measurements&>(elements) = select_rows(table, kept, table.tasks);
  for (const QcTask& task : config.tasks) {
    elements.tasks.push_back(task.name);
  }
  elements.length = plan.length;
  const AdaptorEnds flanks = flanking_ends(table, config);
  elements.upstream = flanks.upstream;
  elements.downstream = flanks.downstream;
  elements.codes.reserve(kept.size() * static_cast<std::size_t>(plan.length));
  for (const std::size_t row : kept) {
    add_codes(elements, table.sequence(row), plan);
  }
  mask_and_weigh(elements, table, kept, config);
  // The artifact knows NaN as "absent" only; an infinite gap says no more than that.
  std::replace_if(
      elements.min_gap.begin(), elements.min_gap.end(), [](double gap) { return std::isinf(gap); },
      std::numeric_limits<double>::quiet_NaN());
  if (config.wants_weights()) {
    weigh_tasks_without_errors(elements, config);
  }
  elements.weight_scale = config.weight_scale;
  elements.ids_are_row_numbers = !config.columns.id;
  return elements;
}

}  // namespace cre
