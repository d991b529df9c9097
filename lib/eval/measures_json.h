#pragma once
// Numbers of every measure of the list as JSON, wherever they are: a model's values, differences, intervals.

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eval/estimate.h"
#include "eval/measures.h"

namespace cre {

/// What `of(place)` says of a measure: {"macro", TASK...}; of a measure of the minimum gap, of(0) alone.
template <class Of>
nlohmann::ordered_json by_place(const Measure& measure, const std::vector<std::string>& tasks, Of of) {
  if (measure.scope == MeasureScope::gap) {
    return of(std::size_t{0});
  }
  nlohmann::ordered_json out = {{"macro", of(MeasureLayout(tasks.size()).macro())}};
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    out[tasks[k]] = of(k);
  }
  return out;
}

/// {NAME: {"macro", TASK...}} of each value of a model; undefined ones are null.
nlohmann::ordered_json values_json(const std::vector<double>& values, const std::vector<std::string>& tasks);

/// estimate_json() of a measure that has an interval; of others the value, and why it is undefined.
nlohmann::ordered_json estimate_json(const Measure& measure, const Estimate& estimate, std::int64_t resamples);

}  // namespace cre
