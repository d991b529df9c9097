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

void SummaryOfTwoPasses::begin_second() {
  if (out_.n > 0) {
    out_.mean = sum_ / static_cast<double>(out_.n);
  }
}

Summary SummaryOfTwoPasses::end() {
  const auto n = static_cast<double>(out_.n);
  if (out_.n > 1) {
    out_.sd = std::sqrt(squares_ / (n - 1.0));
  }
  if (squares_ > 0.0) {
    out_.skew = (cubes_ / n) / std::pow(squares_ / n, 1.5);
  }
  return out_;
}

Summary summarize(std::span<const double> values) {
  SummaryOfTwoPasses summary;
  for (const double value : values) {
    summary.add(value);
  }
  summary.begin_second();
  for (const double value : values) {
    summary.add_again(value);
  }
  return summary.end();
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
