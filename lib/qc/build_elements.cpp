#include "qc/build_elements.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "qc/adaptors/adaptors.h"
#include "qc/element_weights.h"
#include "qc/reading/measured_task.h"
#include "sequence/base_codes.h"

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

void mask_unmeasured(Elements& elements, const MeasuredTable& table, const std::vector<std::size_t>& kept,
                     const QcConfig& config) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const std::size_t tasks = table.tasks;
  elements.mask.reserve(elements.activity.size());
  for (std::size_t i = 0; i < elements.activity.size(); ++i) {
    const bool measured = is_measured(table, config, kept[i / tasks], i % tasks);
    if (!measured) {
      elements.activity[i] = elements.standard_error[i] = kNone;
    }
    elements.mask.push_back(measured ? 1 : 0);
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
  mask_unmeasured(elements, table, kept, config);
  weigh_elements(elements, config);
  // The artifact knows NaN as "absent" only; an infinite gap says no more than that.
  std::replace_if(
      elements.min_gap.begin(), elements.min_gap.end(), [](double gap) { return std::isinf(gap); },
      std::numeric_limits<double>::quiet_NaN());
  elements.weight_scale = config.weight_scale;
  elements.ids_are_row_numbers = !config.columns.id;
  return elements;
}

}  // namespace cre
