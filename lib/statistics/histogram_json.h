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
Json counted_json(const std::vector<std::pair<std::string, Histogram>>& series) {
  if (series.front().second.edges.empty()) {
    return nullptr;
  }
  Json out = {{"edges", series.front().second.edges}}, below = Json::object(), above = Json::object();
  for (const auto& [name, counted] : series) {
    out[name] = counted.counts;
    below[name] = counted.below;
    above[name] = counted.above;
  }
  out["below"] = below;
  out["above"] = above;
  return out;
}

/// The same of values that are counted now.
template <class Json>
Json histograms_json(const std::vector<double>& edges,
                     const std::vector<std::pair<std::string, std::span<const double>>>& series) {
  std::vector<std::pair<std::string, Histogram>> counted;
  for (const auto& [name, values] : series) {
    counted.emplace_back(name, histogram(values, edges));
  }
  return counted_json<Json>(counted);
}

}  // namespace cre
