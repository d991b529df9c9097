#pragma once
// How the reports of stages write distributions.

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "statistics/histogram.h"

namespace cre {

inline constexpr std::size_t kReportedBins = 60;  // of activities, standard errors and gaps

/// Several series on the same edges: `edges`, counts under the name of each series, and `below` and `above` by name.
/// Null without edges.
template <class Json>
Json histograms_json(const std::vector<double>& edges,
                     const std::vector<std::pair<std::string, std::span<const double>>>& series) {
  if (edges.empty()) {
    return nullptr;
  }
  Json out = {{"edges", edges}}, below = Json::object(), above = Json::object();
  for (const auto& [name, values] : series) {
    const Histogram counted = histogram(values, edges);
    out[name] = counted.counts;
    below[name] = counted.below;
    above[name] = counted.above;
  }
  out["below"] = below;
  out["above"] = above;
  return out;
}

}  // namespace cre
