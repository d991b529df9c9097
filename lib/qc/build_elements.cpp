#include "qc/build_elements.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "core/parallel.h"
#include "qc/adaptors/adaptors.h"
#include "qc/element_weights.h"
#include "qc/reading/measured_task.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

constexpr std::size_t kRowsAtOnce = 4096;

/// What the insert of a row becomes; nothing where the whole sequence is the element as it is.
std::optional<std::string> fitted_sequence(const MeasuredTable& table, std::size_t row, const LengthPlan& plan) {
  const std::size_t bases = table.insert_length(row);
  const bool is_whole = plan.fits(bases) && bases == table.sequences.length(row);
  if (is_whole && (table.sequences.is_packed(row) || table.sequences.counts(row).ambiguous == 0)) {
    return std::nullopt;
  }
  const LengthFit fit = fit_length(bases, plan.length);
  std::string letters = table.sequences.letters(row, table.insert_begin(row) + fit.begin, fit.count);
  std::replace_if(letters.begin(), letters.end(), [](char letter) { return base_code(letter) > kBaseN; }, 'N');
  return std::string(fit.n_before, 'N') + letters + std::string(fit.n_after, 'N');
}

/// Leaves what is not measured out of a row.
void forget_unmeasured(MeasuredTable& table, std::size_t row, const QcConfig& config) {
  for (std::size_t task = 0; task < table.tasks; ++task) {
    if (!is_measured(table, config, row, task)) {
      table.activity.forget(row * table.tasks + task);
      table.standard_error.forget(row * table.tasks + task);
    }
  }
}

}  // namespace

KeptElements build_elements(MeasuredTable table, const std::vector<std::size_t>& kept, const QcConfig& config,
                            const LengthPlan& plan, unsigned threads) {
  KeptElements elements;
  for (const QcTask& task : config.tasks) {
    elements.tasks.push_back(task.name);
  }
  elements.length = plan.length;
  const AdaptorEnds flanks = flanking_ends(table, config);
  elements.upstream = flanks.upstream;
  elements.downstream = flanks.downstream;
  elements.flags.reserve(kept.size());
  for (const std::size_t row : kept) {
    elements.flags.push_back(plan.fits(table.insert_length(row)) ? 0U : std::uint32_t{kLengthAdjusted});
  }
  table.sequences.keep(kept, [&](std::size_t row) { return fitted_sequence(table, row, plan); });
  elements.sequences = std::move(table.sequences);
  keep_rows(table, kept, table.tasks, threads);
  table.flags = std::move(elements.flags);
  parallel_for((kept.size() + kRowsAtOnce - 1) / kRowsAtOnce, threads, [&](std::size_t part) {
    const std::size_t end = std::min(kept.size(), (part + 1) * kRowsAtOnce);
    for (std::size_t row = part * kRowsAtOnce; row < end; ++row) {
      forget_unmeasured(table, row, config);
    }
  });
  static_cast<PackedMeasurements&>(elements) = std::move(static_cast<PackedMeasurements&>(table));
  weigh_elements(elements, config);
  // The artifact knows NaN as "absent" only; an infinite gap says no more than that.
  for (std::size_t row = 0; row < elements.min_gap.size(); ++row) {
    if (std::isinf(elements.min_gap[row])) {
      elements.min_gap.forget(row);
    }
  }
  elements.weight_scale = config.weight_scale;
  elements.ids_are_row_numbers = !config.columns.id;
  return elements;
}

}  // namespace cre
