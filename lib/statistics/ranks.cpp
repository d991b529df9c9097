#include "statistics/ranks.h"

#include <algorithm>
#include <cstddef>

#include "statistics/ascending_order.h"

namespace cre {

DistinctOrder distinct_order(std::span<const double> values) {
  return distinct_order(values, ascending_order(values));
}

DistinctOrder distinct_order(std::span<const double> values, std::span<const std::uint32_t> ascending) {
  DistinctOrder out;
  out.position.resize(values.size());
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    const bool first_of_ties = i == 0 || values[ascending[i]] != values[ascending[i - 1]];
    out.count += first_of_ties ? 1 : 0;
    out.position[ascending[i]] = out.count - 1;
  }
  return out;
}

std::vector<double> mid_ranks(std::span<const double> values) {
  const DistinctOrder order = distinct_order(values);
  std::vector<double> ties(order.count);
  for (const std::uint32_t position : order.position) {
    ties[position] += 1.0;
  }
  double below = 0.0;
  for (double& entry : ties) {
    const double count = entry;
    entry = below + (count + 1.0) / 2.0;
    below += count;
  }
  std::vector<double> ranks(values.size());
  std::transform(order.position.begin(), order.position.end(), ranks.begin(), [&](std::uint32_t p) { return ties[p]; });
  return ranks;
}

}  // namespace cre
