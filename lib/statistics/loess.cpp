#include "statistics/loess.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/error.h"
#include "statistics/ascending_order.h"

namespace cre {

namespace {

double tricube(double distance) {
  const double left = 1.0 - distance * distance * distance;
  return left * left * left;
}

/// Value at `at` of the weighted line through x and y (q >= 1 points, ascending in x).
double local_line(std::span<const double> x, std::span<const double> y, double at) {
  const double radius = std::max(at - x.front(), x.back() - at);
  double weight = 0.0;
  double weighted_x = 0.0;
  double weighted_y = 0.0;
  std::vector<double> weights(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    weights[i] = radius > 0.0 ? tricube(std::min(1.0, std::abs(x[i] - at) / radius)) : 1.0;
    weight += weights[i];
    weighted_x += weights[i] * (x[i] - at);
    weighted_y += weights[i] * y[i];
  }
  if (weight == 0.0) {
    return std::accumulate(y.begin(), y.end(), 0.0) / static_cast<double>(y.size());
  }
  const double mean_x = weighted_x / weight;  // relative to `at`
  const double mean_y = weighted_y / weight;
  double xx = 0.0;
  double xy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double dx = x[i] - at - mean_x;
    xx += weights[i] * dx * dx;
    xy += weights[i] * dx * (y[i] - mean_y);
  }
  constexpr double kSameX = 1e-12;
  return xx > kSameX * weight * radius * radius ? mean_y - xy / xx * mean_x : mean_y;
}

}  // namespace

std::vector<double> loess(std::span<const double> x, std::span<const double> y, std::span<const double> at,
                          double span) {
  require(x.size() == y.size() && span > 0.0 && span <= 1.0,
          "smoothed series have equal lengths, the span is in (0, 1]");
  if (x.empty()) {
    return std::vector<double>(at.size(), std::numeric_limits<double>::quiet_NaN());
  }
  std::vector<double> ascending_x;
  std::vector<double> y_by_x;
  for (const std::uint32_t i : ascending_order(x)) {
    ascending_x.push_back(x[i]);
    y_by_x.push_back(y[i]);
  }
  constexpr double kRoundingOfSpan = 1e-9;
  const auto wanted = static_cast<std::size_t>(span * static_cast<double>(x.size()) + kRoundingOfSpan);
  const std::size_t q = std::clamp<std::size_t>(wanted, std::min<std::size_t>(2, x.size()), x.size());

  std::vector<double> out;
  for (const double point : at) {
    // The first window of q points whose next point to the right is no nearer than its first one.
    std::size_t first = 0;
    std::size_t last = x.size() - q;
    while (first < last) {
      const std::size_t middle = (first + last) / 2;
      if (point - ascending_x[middle] > ascending_x[middle + q] - point) {
        first = middle + 1;
      } else {
        last = middle;
      }
    }
    std::size_t count = q;
    if (ascending_x[first] == point && ascending_x[first + q - 1] == point) {
      // More than q points are as near as can be: which of them are taken must not depend on their order.
      const auto [begin, end] = std::equal_range(ascending_x.begin(), ascending_x.end(), point);
      first = static_cast<std::size_t>(begin - ascending_x.begin());
      count = static_cast<std::size_t>(end - begin);
    }
    out.push_back(
        local_line(std::span(ascending_x).subspan(first, count), std::span(y_by_x).subspan(first, count), point));
  }
  return out;
}

}  // namespace cre
