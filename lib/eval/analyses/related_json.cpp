#include "eval/analyses/analyses_json.h"

namespace cre {

namespace {

using Json = nlohmann::ordered_json;

/// By task and their mean.
Json estimates_json(const std::vector<Estimate>& estimates, const std::vector<std::string>& tasks,
                    std::int64_t resamples) {
  if (estimates.empty()) {
    return nullptr;
  }
  Json out = Json::object();
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    out[tasks[k]] = estimate_json(estimates[k], resamples);
  }
  return {{"per_task", out}, {"macro", estimate_json(estimates.back(), resamples)}};
}

Json side_json(const RelatedSide& side, const std::vector<std::string>& tasks, std::int64_t resamples) {
  Json n = Json::object();
  for (std::size_t k = 0; k < side.n.size(); ++k) {
    n[tasks[k]] = side.n[k];
  }
  return {{"rows", side.rows},
          {"n", side.n.empty() ? Json(nullptr) : n},
          {"pearson", estimates_json(side.pearson, tasks, resamples)}};
}

}  // namespace

Json related_json(const Analyses& analyses, const std::vector<std::string>& tasks, std::int64_t resamples) {
  const RelatedAccuracy& related = analyses.related;
  if (!related.is_known()) {
    return nullptr;
  }
  Json rows = Json::object();
  for (std::size_t kind = 0; kind < related.rows_of_kind.size(); ++kind) {
    rows[train_neighbour_name(static_cast<TrainNeighbour>(kind))] = related.rows_of_kind.at(kind);
  }
  Json out = {{"rows", rows},
              {"with", side_json(related.with, tasks, resamples)},
              {"without", side_json(related.without, tasks, resamples)},
              {"delta", estimates_json(related.delta, tasks, resamples)}};
  if (!related.why.empty()) {
    out["why"] = related.why;
  }
  return out;
}

}  // namespace cre
