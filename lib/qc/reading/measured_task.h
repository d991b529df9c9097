#pragma once
// Which task values of a row count as measured, and which standard errors as possible.

#include <cmath>

#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"

namespace cre {

/// Whether the activity is a finite number. When missing tasks are allowed, an activity whose standard-error column is
/// empty (a single replicate) does not count: nothing says how far it can be trusted.
inline bool is_measured(const MeasuredTable& table, const QcConfig& config, std::size_t row, std::size_t task) {
  if (!std::isfinite(table.activity_of(row, task))) {
    return false;
  }
  const bool error_expected = config.allow_missing_tasks && config.tasks[task].standard_error.has_value();
  return !error_expected || !std::isnan(table.standard_error_of(row, task));
}

/// A standard error is above 0 and below 5 l2fc; anything else is a mistake in the table.
inline bool is_possible_error(double standard_error) {
  constexpr double kImpossibleError = 5.0;  // l2fc
  return standard_error > 0.0 && standard_error < kImpossibleError;
}

}  // namespace cre
