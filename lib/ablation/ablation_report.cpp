#include "ablation/ablation_report.h"

#include <cmath>

#include "core/text.h"

namespace cre {

namespace {

using Json = nlohmann::ordered_json;

Json difference_json(const Difference& difference) {
  return {{"value", difference.value},
          {"low", difference.interval.low},
          {"high", difference.interval.high},
          {"skipped", difference.interval.skipped}};
}

Json correlation_json(const CorrelationDifference& correlation) {
  Json out = difference_json(correlation.difference);
  out["p"] = correlation.p;
  out["p_adjusted"] = correlation.p_adjusted;
  out["significant"] = correlation.significant;
  out["fisher_p"] = correlation.fisher_p;
  return out;
}

/// {"name", "seeds", "pearson", "mse", "min_gap_rho", "mean_min_gap", "seed_sd"} of one arm.
Json arm_json(const std::string& name, const ArmValues& arm, const std::vector<std::string>& tasks) {
  const ComparedLayout layout{tasks.size()};
  Json pearson = {{"macro", arm.value[layout.macro_pearson()]}};
  Json mse = {{"macro", arm.value[layout.macro_mse()]}};
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    pearson[tasks[k]] = arm.value[layout.pearson(k)];
    mse[tasks[k]] = arm.value[layout.mse(k)];
  }
  const std::optional<double> spread = seed_spread(arm);
  return {{"name", name},
          {"seeds", arm.seed_pearson.size()},
          {"pearson", pearson},
          {"mse", mse},
          {"min_gap_rho", arm.value[layout.min_gap_rho()]},
          {"mean_min_gap", arm.value[layout.mean_min_gap()]},
          {"seed_pearson", arm.seed_pearson},
          {"seed_sd", spread ? Json(*spread) : Json(nullptr)}};
}

Json variant_json(const Comparison& comparison, const ArmValues& arm, const std::vector<std::string>& tasks) {
  Json out = arm_json(comparison.name, arm, tasks);
  Json delta = {{"macro", correlation_json(comparison.macro_pearson)}};
  Json delta_mse = {{"macro", difference_json(comparison.macro_mse)}};
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    delta[tasks[k]] = correlation_json(comparison.pearson[k]);
    delta_mse[tasks[k]] = difference_json(comparison.mse[k]);
  }
  out["delta"] = delta;
  out["delta_mse"] = delta_mse;
  out["delta_min_gap_rho"] = difference_json(comparison.min_gap_rho);
  out["delta_mean_min_gap"] = difference_json(comparison.mean_min_gap);
  return out;
}

std::string cell(double value) {
  return std::isnan(value) ? "NA" : number_text(value);
}

/// The columns "baseline" to "high".
std::string value_cells(const AblationResult& result, std::size_t variant, std::size_t index,
                        const Difference& difference) {
  return concat('\t', cell(result.baseline.value[index]), '\t', cell(result.variants[variant].value[index]), '\t',
                cell(difference.value), '\t', cell(difference.interval.low), '\t', cell(difference.interval.high));
}

std::string test_cells(const CorrelationDifference& correlation) {
  return concat('\t', cell(correlation.p), '\t', cell(correlation.p_adjusted), '\t',
                correlation.significant ? "yes" : "no", '\t', cell(correlation.fisher_p), '\n');
}

}  // namespace

Json ablation_json(const AblationConfig& config, const AblationResult& result) {
  Json out;
  out["split"] = split_name(config.split);
  out["rows"] = result.rows;
  out["tasks"] = result.tasks;
  out["bootstrap"] = {{"resamples", config.bootstrap.resamples},
                      {"seed", config.bootstrap.seed},
                      {"confidence", config.bootstrap.confidence},
                      {"unit", result.unit},
                      {"units", result.unit_count}};
  out["min_gap_definition"] = min_gap_name(config.min_gap.definition);
  out["alpha"] = config.alpha;
  out["family"] = result.comparisons.size();
  out["baseline"] = arm_json("base", result.baseline, result.tasks);
  out["variants"] = Json::array();
  for (std::size_t v = 0; v < result.comparisons.size(); ++v) {
    out["variants"].push_back(variant_json(result.comparisons[v], result.variants[v], result.tasks));
  }
  return out;
}

std::string ablation_table(const AblationResult& result) {
  const ComparedLayout layout{result.tasks.size()};
  const std::string no_test = "\tNA\tNA\tNA\tNA\n";
  std::string out =
      "variant\tseeds\tmetric\ttask\tbaseline\tvalue\tdelta\tlow\thigh\tp\tp_adjusted\tsignificant\tfisher_p\n";
  for (std::size_t v = 0; v < result.comparisons.size(); ++v) {
    const Comparison& c = result.comparisons[v];
    const std::string start = concat(c.name, '\t', result.variants[v].seed_pearson.size(), '\t');
    const auto add = [&](const char* metric, const std::string& task, std::size_t index, const Difference& difference,
                         const std::string& test) {
      out += concat(start, metric, '\t', task, value_cells(result, v, index, difference), test);
    };
    add("pearson", "macro", layout.macro_pearson(), c.macro_pearson.difference, test_cells(c.macro_pearson));
    for (std::size_t k = 0; k < layout.tasks; ++k) {
      add("pearson", result.tasks[k], layout.pearson(k), c.pearson[k].difference, test_cells(c.pearson[k]));
    }
    add("mse", "macro", layout.macro_mse(), c.macro_mse, no_test);
    for (std::size_t k = 0; k < layout.tasks; ++k) {
      add("mse", result.tasks[k], layout.mse(k), c.mse[k], no_test);
    }
    add("min_gap_rho", "NA", layout.min_gap_rho(), c.min_gap_rho, no_test);
    add("mean_min_gap", "NA", layout.mean_min_gap(), c.mean_min_gap, no_test);
  }
  return out;
}

}  // namespace cre
