#include "statistics/residual_shape.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "statistics/distributions.h"
#include "statistics/equal_count_bins.h"
#include "statistics/summary.h"

namespace cre {

double excess_kurtosis(std::span<const double> values) {
  const double centre = mean(values);
  double squares = 0.0;
  double fourths = 0.0;
  for (const double value : values) {
    const double square = (value - centre) * (value - centre);
    squares += square;
    fourths += square * square;
  }
  const auto n = static_cast<double>(values.size());
  return squares > 0.0 ? n * fourths / (squares * squares) - 3.0 : std::numeric_limits<double>::quiet_NaN();
}

QuantilePlot normal_quantile_plot(std::span<const double> values, std::size_t most_points) {
  const std::vector<double> ascending = sorted_copy(values);
  const std::size_t points = std::min(values.size(), most_points);
  QuantilePlot out;
  for (std::size_t j = 0; j < points; ++j) {
    const double probability = (static_cast<double>(j) + 0.5) / static_cast<double>(points);
    // Value number i (from 0) has the probability (i + 1/2) / n.
    const double place = probability * static_cast<double>(values.size()) - 0.5;
    const double first = std::floor(place + 1e-9);
    const double between = std::max(0.0, place - first);
    const auto i = static_cast<std::size_t>(first);
    const double next = ascending[std::min(i + 1, ascending.size() - 1)];
    out.theoretical.push_back(normal_quantile(probability));
    out.observed.push_back(ascending[i] + between * (next - ascending[i]));
  }
  return out;
}

double decile_variance_ratio(std::span<const double> residuals, std::span<const double> predicted) {
  require(residuals.size() == predicted.size(), "every residual has a prediction");
  constexpr std::uint32_t kTenths = 10;
  constexpr std::size_t kFewestRowsOfTenths = 20;
  if (residuals.size() < kFewestRowsOfTenths) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const Bins bins = equal_count_bins(predicted, kTenths);
  std::vector<double> lowest;
  std::vector<double> highest;
  for (std::size_t row = 0; row < residuals.size(); ++row) {
    if (bins.bin[row] == 0) {
      lowest.push_back(residuals[row]);
    } else if (bins.bin[row] == kTenths - 1) {
      highest.push_back(residuals[row]);
    }
  }
  const double low_sd = summarize(lowest).sd;
  const double high_sd = summarize(highest).sd;
  return low_sd > 0.0 ? (high_sd * high_sd) / (low_sd * low_sd) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace cre
