#include "eval/analyses/analyses_json.h"

namespace cre {

namespace {

using Json = nlohmann::ordered_json;

Json accuracy_json(const StratumAccuracy& accuracy, std::int64_t resamples) {
  return {{"n", accuracy.n},
          {"pearson", estimate_json(accuracy.pearson, resamples)},
          {"mae", estimate_json(accuracy.mae, resamples)},
          {"relative_pearson", accuracy.relative_pearson}};
}

Json stratum_json(const StratifiedAccuracy& by, std::size_t stratum, const std::vector<std::string>& tasks,
                  std::int64_t resamples) {
  const StratumResult& result = by.results[stratum];
  Json out = {{"name", result.name}, {"rows", result.rows}};
  const auto& bounds = by.strata.bounds;
  if (bounds.size() == 1) {
    out["range"] = bounds[0][stratum];
  }
  out["macro"] = {{"pearson", estimate_json(result.macro.pearson, resamples)},
                  {"mae", estimate_json(result.macro.mae, resamples)}};
  Json per_task = Json::object();
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    per_task[tasks[k]] = accuracy_json(result.task[k], resamples);
    if (bounds.size() > 1) {
      per_task[tasks[k]]["range"] = bounds[k][stratum];
    }
  }
  out["per_task"] = per_task;
  return out;
}

Json trend_json(const JonckheereTest& test) {
  return {{"jonckheere", test.statistic},
          {"z", test.z},
          {"p_increasing", test.p_increasing},
          {"p_decreasing", test.p_decreasing},
          {"p_two_sided", test.p_two_sided}};
}

}  // namespace

Json strata_json(const Analyses& analyses, const std::vector<std::string>& tasks, std::int64_t resamples) {
  Json out = Json::object();
  for (const StratifiedAccuracy& by : analyses.strata) {
    if (!by.strata.why.empty()) {
      out[by.strata.by] = {{"strata", nullptr}, {"why", by.strata.why}};
      continue;
    }
    Json strata = Json::array();
    for (std::size_t stratum = 0; stratum < by.results.size(); ++stratum) {
      strata.push_back(stratum_json(by, stratum, tasks, resamples));
    }
    Json one = {{"unit", by.strata.unit}, {"strata", strata}};
    if (!by.strata.bounds.empty()) {
      one["delta_r"] = estimate_json(by.delta_r, resamples);
      one["trend"] = by.trend;
    }
    out[by.strata.by] = one;
  }
  Json& by_error = out["standard_error"];
  for (std::size_t k = 0; k < analyses.errors_by_standard_error.size(); ++k) {
    const ErrorTrend& trend = analyses.errors_by_standard_error[k];
    by_error["error_rises"][tasks[k]] = trend_json(trend.rises);
    by_error["error_rises"][tasks[k]]["flagged"] = trend.flagged;
  }
  return out;
}

Json gap_trend_json(const Analyses& analyses) {
  if (!analyses.gap_trend) {
    return nullptr;
  }
  const GapTrend& trend = *analyses.gap_trend;
  Json quintiles = Json::array();
  for (std::size_t q = 0; q < trend.mean_measured.size(); ++q) {
    quintiles.push_back({{"mean", trend.mean_measured[q]},
                         {"predicted_mean", trend.mean_predicted[q]},
                         {"top_cell_accuracy", share_json(trend.top_cell_accuracy[q])}});
  }
  return {{"quintiles", quintiles}, {"predicted_gap_rises", trend_json(trend.rises)}};
}

Json specificity_json(const Analyses& analyses, const std::vector<std::string>& tasks, std::int64_t resamples) {
  if (tasks.size() < 2) {
    return {{"top_cell", nullptr}, {"pairs", nullptr}, {"why", "there is only one task"}};
  }
  const TopCells& top = analyses.top;
  Json confusion = Json::object();
  for (std::size_t truth = 0; truth < tasks.size(); ++truth) {
    for (std::size_t answer = 0; answer < tasks.size(); ++answer) {
      confusion[tasks[truth]][tasks[answer]] = top.confusion[truth][answer];
    }
  }
  Json pairs = Json::array();
  for (const CellPair& pair : analyses.pairs) {
    pairs.push_back({{"cells", {tasks[pair.a], tasks[pair.b]}},
                     {"n", pair.n},
                     {"pearson", estimate_json(pair.pearson, resamples)},
                     {"spearman", pair.spearman}});
  }
  Json top_json = {{"accuracy", share_json(top.accuracy)},
                   {"majority", top.majority},
                   {"undecided", top.undecided},
                   {"left_out", top.without},
                   {"confusion", confusion}};
  if (top.accuracy.n == 0) {
    top_json["why"] = "no row has all tasks measured with one highest";
  }
  return {{"top_cell", top_json}, {"pairs", pairs}};
}

}  // namespace cre
