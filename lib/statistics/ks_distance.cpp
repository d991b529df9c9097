#include "statistics/ks_distance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cre {

double ks_distance(std::span<const double> ascending_a, std::span<const double> ascending_b) {
  if (ascending_a.empty() || ascending_b.empty()) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  std::size_t a = 0;
  std::size_t b = 0;
  double largest = 0.0;
  while (a < ascending_a.size() && b < ascending_b.size()) {
    // Ties step both functions before they are compared.
    const double at = std::min(ascending_a[a], ascending_b[b]);
    while (a < ascending_a.size() && ascending_a[a] <= at) {
      ++a;
    }
    while (b < ascending_b.size() && ascending_b[b] <= at) {
      ++b;
    }
    const double difference = static_cast<double>(a) / static_cast<double>(ascending_a.size()) -
                              static_cast<double>(b) / static_cast<double>(ascending_b.size());
    largest = std::max(largest, std::abs(difference));
  }
  return largest;
}

}  // namespace cre
