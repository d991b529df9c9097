#include "statistics/histogram.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "core/error.h"
#include "statistics/summary.h"

namespace cre {

std::vector<double> equal_width_edges(double low, double high, std::size_t bins) {
  require(std::isfinite(low) && std::isfinite(high) && low <= high && bins > 0, "a range of bins is finite");
  const double least = 1e-9 * std::max(std::fabs(low), std::fabs(high));  // narrower bins would have equal edges
  if (high / 2 - low / 2 <= least / 2) {
    low -= std::max(0.5, least);
    high += std::max(0.5, least);
  }
  std::vector<double> edges;
  for (std::size_t i = 0; i <= bins; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(bins);
    edges.push_back(low * (1.0 - part) + high * part);  // high - low may be infinite
  }
  return edges;
}

std::vector<double> edges_for(std::span<const double> ascending, std::size_t bins) {
  constexpr double kFar = 5.0;  // interquartile ranges; as for sentinels in quality control
  if (ascending.empty()) {
    return {};
  }
  const double first = percentile_of_sorted(ascending, 25), third = percentile_of_sorted(ascending, 75);
  double low = ascending.front(), high = ascending.back();
  if (third > first) {
    low = *std::lower_bound(ascending.begin(), ascending.end(), first - kFar * (third - first));
    high = *std::prev(std::upper_bound(ascending.begin(), ascending.end(), third + kFar * (third - first)));
  }
  return equal_width_edges(low, high, bins);
}

Histogram histogram(std::span<const double> values, std::vector<double> edges) {
  Histogram out;
  out.edges = std::move(edges);
  if (out.edges.size() < 2) {
    return out;
  }
  out.counts.resize(out.edges.size() - 1);
  const auto bins = static_cast<double>(out.counts.size());
  const double a_bin = bins / (out.edges.back() - out.edges.front());  // where bins are equally wide
  for (const double value : values) {
    if (!std::isfinite(value)) {
      continue;
    }
    if (value < out.edges.front()) {
      ++out.below;
    } else if (value > out.edges.back()) {
      ++out.above;
    } else {
      const double guess = std::min(bins - 1.0, (value - out.edges.front()) * a_bin);
      std::size_t bin = guess > 0.0 ? static_cast<std::size_t>(guess) : 0;
      while (value < out.edges[bin]) {
        --bin;
      }
      while (bin + 1 < out.counts.size() && value >= out.edges[bin + 1]) {
        ++bin;
      }
      ++out.counts[bin];
    }
  }
  return out;
}

}  // namespace cre
