#include "qc/merging/merge_values.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/error.h"
#include "statistics/summary.h"
#include "statistics/undefined.h"

namespace cre {
namespace {

/// Standard error of what is made of n values over that of their mean (asymptotic for the median of normal values).
double error_factor(MergeMethod method, std::size_t n) {
  return method == MergeMethod::median && n > 2 ? std::sqrt(std::numbers::pi / 2.0) : 1.0;
}

double error_of_mean(std::span<const double> errors) {
  double squares = 0.0;
  for (const double error : errors) {
    squares += error * error;
  }
  return std::sqrt(squares) / static_cast<double>(errors.size());
}

MergedValue by_inverse_variance(std::span<const double> values, std::span<const double> errors) {
  double weights = 0.0, sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (errors[i] > 0.0) {
      const double weight = 1.0 / (errors[i] * errors[i]);
      weights += weight;
      sum += weight * values[i];
    }
  }
  return weights > 0.0 ? MergedValue{sum / weights, 1.0 / std::sqrt(weights)} : MergedValue{mean(values), kUndefined};
}

}  // namespace

MergedValue merge_values(std::span<const double> values, std::span<const double> errors, MergeMethod method) {
  require(!values.empty() && values.size() == errors.size(), "there are values, and each has an error or NaN");
  if (values.size() == 1) {
    return {values.front(), errors.front()};
  }
  const double error = error_factor(method, values.size()) * error_of_mean(errors);
  switch (method) {
    case MergeMethod::mean:
      return {mean(values), error};
    case MergeMethod::median:
      return {percentile_of_sorted(sorted_copy(values), 50.0), error};
    case MergeMethod::inverse_variance:
      return by_inverse_variance(values, errors);
  }
  fail(ErrorKind::internal, "unknown way of merging");
}

double error_by_spread(std::span<const double> values, MergeMethod method) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*least == *most) {
    return kUndefined;
  }
  return error_factor(method, values.size()) * summarize(values).sd / std::sqrt(static_cast<double>(values.size()));
}

}  // namespace cre
