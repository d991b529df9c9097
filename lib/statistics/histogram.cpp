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

namespace {

/// Between the values that are not far out; `quartiles`: first and third.
std::vector<double> edges_within(std::span<const double> ascending, std::pair<double, double> quartiles,
                                 std::size_t bins) {
  constexpr double kFar = 5.0;  // interquartile ranges; as for sentinels in quality control
  const auto [first, third] = quartiles;
  double low = ascending.front(), high = ascending.back();
  if (third > first) {
    low = *std::lower_bound(ascending.begin(), ascending.end(), first - kFar * (third - first));
    high = *std::prev(std::upper_bound(ascending.begin(), ascending.end(), third + kFar * (third - first)));
  }
  return equal_width_edges(low, high, bins);
}

/// Counts finite values in bins between edges, of which there are two at least.
class BinCounter {
 public:
  explicit BinCounter(Histogram& histogram)
      : out_(histogram),
        bins_(static_cast<double>(histogram.edges.size() - 1)),
        a_bin_(bins_ / (histogram.edges.back() - histogram.edges.front())) {
    out_.counts.resize(histogram.edges.size() - 1);
  }
  void add(double value, std::int64_t times) {
    if (value < out_.edges.front()) {
      out_.below += times;
    } else if (value > out_.edges.back()) {
      out_.above += times;
    } else {
      const double guess = std::min(bins_ - 1.0, (value - out_.edges.front()) * a_bin_);
      std::size_t bin = guess > 0.0 ? static_cast<std::size_t>(guess) : 0;
      while (value < out_.edges[bin]) {
        --bin;
      }
      while (bin + 1 < out_.counts.size() && value >= out_.edges[bin + 1]) {
        ++bin;
      }
      out_.counts[bin] += times;
    }
  }

 private:
  Histogram& out_;
  double bins_;
  double a_bin_;  // where bins are equally wide
};

}  // namespace

std::vector<double> edges_for(std::span<const double> ascending, std::size_t bins) {
  if (ascending.empty()) {
    return {};
  }
  return edges_within(ascending, {percentile_of_sorted(ascending, 25), percentile_of_sorted(ascending, 75)}, bins);
}

std::vector<double> edges_for(const ValueCounts& counts, std::size_t bins) {
  if (counts.empty()) {
    return {};
  }
  return edges_within(counts.values(), {percentile(counts, 25), percentile(counts, 75)}, bins);
}

Histogram histogram(std::span<const double> values, std::vector<double> edges) {
  Histogram out;
  out.edges = std::move(edges);
  if (out.edges.size() < 2) {
    return out;
  }
  BinCounter counter(out);
  for (const double value : values) {
    if (std::isfinite(value)) {
      counter.add(value, 1);
    }
  }
  return out;
}

Histogram histogram(const ValueCounts& counts, std::vector<double> edges) {
  Histogram out;
  out.edges = std::move(edges);
  if (out.edges.size() < 2) {
    return out;
  }
  BinCounter counter(out);
  for (std::size_t i = 0; i < counts.values().size(); ++i) {
    counter.add(counts.values()[i], static_cast<std::int64_t>(counts.count(i)));
  }
  return out;
}

}  // namespace cre
