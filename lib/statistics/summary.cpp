#include "statistics/summary.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

#include "statistics/ascending_order.h"

namespace cre {

namespace {
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
}

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Summary summarize(std::span<const double> values) {
  Summary out{values.size(), kNaN, kNaN, kNaN};
  if (values.empty()) {
    return out;
  }
  const auto n = static_cast<double>(values.size());
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  out.mean = sum / n;
  double squares = 0.0;
  double cubes = 0.0;
  for (const double value : values) {
    const double centred = value - out.mean;
    squares += centred * centred;
    cubes += centred * centred * centred;
  }
  if (values.size() > 1) {
    out.sd = std::sqrt(squares / (n - 1.0));
  }
  if (squares > 0.0) {
    out.skew = (cubes / n) / std::pow(squares / n, 1.5);
  }
  return out;
}

double percentile_of_sorted(std::span<const double> ascending, double percent) {
  if (ascending.empty()) {
    return kNaN;
  }
  const double position = percent / 100.0 * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= ascending.size()) {
    return ascending.back();
  }
  return ascending[below] + (position - static_cast<double>(below)) * (ascending[below + 1] - ascending[below]);
}

std::vector<double> defined_values(std::span<const double> values) {
  std::vector<double> out;
  std::copy_if(values.begin(), values.end(), std::back_inserter(out), [](double v) { return !std::isnan(v); });
  return out;
}

std::vector<double> sorted_copy(std::span<const double> values) {
  std::vector<double> out(values.begin(), values.end());
  sort_ascending(out);
  return out;
}

}  // namespace cre
