#include "eval/analyses/analyses_json.h"

namespace cre {

namespace {

using Json = nlohmann::ordered_json;

Json calibration_of(const TaskCalibration& task, std::int64_t resamples) {
  Json bins = Json::array();
  for (const CalibrationBin& bin : task.bins) {
    bins.push_back({{"n", bin.n},
                    {"predicted", bin.mean_predicted},
                    {"measured", bin.mean_measured},
                    {"standard_error", bin.standard_error}});
  }
  return {{"slope", estimate_json(task.slope, resamples)},
          {"intercept", estimate_json(task.intercept, resamples)},
          {"measured_sd", task.measured_sd},
          {"expected_error", task.expected_error},
          {"good", task.good},
          {"bins", bins}};
}

Json residuals_of(const TaskResiduals& task) {
  return {{"n", task.summary.n},
          {"mean", task.summary.mean},
          {"sd", task.summary.sd},
          {"skew", task.summary.skew},
          {"excess_kurtosis", task.kurtosis},
          {"breusch_pagan",
           {{"lm", task.variance.lm},
            {"p", task.variance.p},
            {"studentized_lm", task.variance.studentized_lm},
            {"studentized_p", task.variance.studentized_p},
            {"flagged", task.variance_flagged}}},
          {"decile_variance_ratio", {{"value", task.decile_ratio}, {"flagged", task.decile_ratio_flagged}}}};
}

Json coverage_of(const Coverage& coverage) {
  Json out = share_json(coverage.covered);
  out["mean_width"] = coverage.mean_width;
  return out;
}

}  // namespace

Json calibration_json(const Analyses& analyses, const std::vector<std::string>& tasks, std::int64_t resamples) {
  Json out = Json::object();
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    out[tasks[k]] = calibration_of(analyses.calibration[k], resamples);
  }
  return out;
}

Json residuals_json(const Analyses& analyses, const std::vector<std::string>& tasks) {
  Json out = Json::object();
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    out[tasks[k]] = residuals_of(analyses.residuals[k]);
  }
  return out;
}

Json outliers_json(const Analyses& analyses) {
  const Outliers& outliers = analyses.outliers;
  Json over = Json::array();
  for (const OverRepresentation& one : outliers.over_represented) {
    over.push_back({{"kind", one.kind},
                    {"name", one.name},
                    {"outliers", one.outliers},
                    {"rows", one.rows},
                    {"p", one.p},
                    {"p_adjusted", one.p_adjusted}});
  }
  return {
      {"n", outliers.worst.size()}, {"rows", outliers.rows}, {"tested", outliers.tested}, {"over_represented", over}};
}

Json coverage_json(const Analyses& analyses, const std::vector<std::string>& tasks) {
  const IntervalCoverage& coverage = analyses.coverage;
  if (coverage.task.empty()) {
    return nullptr;
  }
  Json per_task = Json::object();
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    per_task[tasks[k]] = coverage_of(coverage.task[k]);
  }
  Json strata = Json::object();
  for (const StratumCoverage& stratum : coverage.strata) {
    for (std::size_t k = 0; k < tasks.size(); ++k) {
      strata[stratum.by][stratum.stratum][tasks[k]] = coverage_of(stratum.task[k]);
    }
  }
  return {{"alpha", coverage.alpha}, {"per_task", per_task}, {"strata", strata}};
}

Json spread_json(const Analyses& analyses, const std::vector<std::string>& tasks) {
  if (analyses.spread.empty()) {
    return nullptr;
  }
  Json out = Json::object();
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    const EnsembleSpread& spread = analyses.spread[k];
    out[tasks[k]] = {{"n", spread.n}, {"rho", spread.rho}, {"mean_sd", spread.mean_sd}, {"rmse", spread.rmse}};
  }
  return out;
}

}  // namespace cre
