#include "eval/measures_json.h"

namespace cre {

using Json = nlohmann::ordered_json;

Json values_json(const std::vector<double>& values, const std::vector<std::string>& tasks) {
  const MeasureLayout layout(tasks.size());
  Json out = Json::object();
  for (const Measure& measure : measures()) {
    out[std::string(measure.name)] =
        by_place(measure, tasks, [&](std::size_t place) -> Json { return values[layout.index(measure.name, place)]; });
  }
  return out;
}

Json estimate_json(const Measure& measure, const Estimate& estimate, std::int64_t resamples) {
  if (measure.resampled != nullptr) {
    return estimate_json(estimate, resamples);
  }
  Json out = {{"value", estimate.value}};
  if (!estimate.why.empty()) {
    out["why"] = estimate.why;
  }
  return out;
}

}  // namespace cre
