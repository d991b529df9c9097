#include "statistics/prediction_error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "core/error.h"
#include "statistics/inverse_variance_weight.h"
#include "statistics/summary.h"

namespace cre {

namespace {

template <class Term>
double mean_of_terms(std::span<const double> measured, std::span<const double> predicted, Term term) {
  require(measured.size() == predicted.size(), "measured and predicted have equal lengths");
  if (measured.empty()) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  double sum = 0.0;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    sum += term(predicted[i] - measured[i]);
  }
  return sum / static_cast<double>(measured.size());
}

}  // namespace

double mean_squared_error(std::span<const double> measured, std::span<const double> predicted) {
  return mean_of_terms(measured, predicted, [](double d) { return d * d; });
}

double mean_absolute_error(std::span<const double> measured, std::span<const double> predicted) {
  return mean_of_terms(measured, predicted, [](double d) { return std::abs(d); });
}

std::vector<double> absolute_errors(std::span<const double> measured, std::span<const double> predicted) {
  require(measured.size() == predicted.size(), "measured and predicted have equal lengths");
  std::vector<double> out(measured.size());
  std::transform(measured.begin(), measured.end(), predicted.begin(), out.begin(),
                 [](double m, double p) { return std::abs(p - m); });
  return out;
}

double median_absolute_error(std::span<const double> measured, std::span<const double> predicted) {
  return percentile_of_sorted(sorted_copy(absolute_errors(measured, predicted)), 50.0);
}

WeightedError weighted_mean_squared_error(std::span<const double> measured, std::span<const double> predicted,
                                          std::span<const double> standard_error) {
  require(measured.size() == predicted.size() && measured.size() == standard_error.size(),
          "measured, predicted and standard errors have equal lengths");
  WeightedError out{std::numeric_limits<double>::quiet_NaN(), 0};
  double sum = 0.0;
  double weights = 0.0;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    if (std::isnan(standard_error[i])) {
      continue;
    }
    const double weight = inverse_variance_weight(standard_error[i]);
    sum += weight * (predicted[i] - measured[i]) * (predicted[i] - measured[i]);
    weights += weight;
    ++out.n;
  }
  if (out.n > 0) {
    out.value = sum / weights;
  }
  return out;
}

double r_squared(std::span<const double> measured, std::span<const double> predicted) {
  const double residual = mean_squared_error(measured, predicted);
  const double count = static_cast<double>(measured.size());
  const double mean = std::accumulate(measured.begin(), measured.end(), 0.0) / count;
  double total = 0.0;
  bool constant = true;
  for (const double value : measured) {
    total += (value - mean) * (value - mean);
    constant = constant && value == measured.front();
  }
  return constant ? std::numeric_limits<double>::quiet_NaN() : 1.0 - residual * count / total;
}

}  // namespace cre
