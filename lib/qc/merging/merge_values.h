#pragma once
// One value, with its standard error, for several measurements of one quantity.

#include <span>

#include "qc/merging/merging_config.h"

namespace cre {

struct MergedValue {
  double value = 0.0;
  double error = 0.0;  // standard error; NaN when nothing says it
};

/// `values` (n, finite, at least one) and their standard errors (n; NaN where absent).
/// mean: sum(y) / n with the error sqrt(sum(s^2)) / n. median: the error of the mean, from three values on times
/// sqrt(pi / 2), the ratio for normal noise and many values. inverse_variance: sum(w y) / sum(w), w = 1 / s^2, with the
/// error 1 / sqrt(sum(w)), over the values that have a positive s; when none has, as mean. The error of mean and
/// median is NaN as soon as a value has none.
MergedValue merge_values(std::span<const double> values, std::span<const double> errors, MergeMethod method);

/// The standard error of the merged value by the spread of the values: sd / sqrt(n), sd with n - 1; for the median
/// times the same factor. NaN for one value, and for equal ones: they say nothing of the noise.
double error_by_spread(std::span<const double> values, MergeMethod method);

}  // namespace cre
