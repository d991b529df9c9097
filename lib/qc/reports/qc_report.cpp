#include "qc/reports/qc_report.h"

#include "qc/adaptors/adaptors.h"
#include "qc/reports/activity_report.h"
#include "qc/reports/cell_type_report.h"
#include "qc/reports/composition_report.h"
#include "qc/reports/gc_report.h"
#include "qc/reports/histogram_report.h"
#include "qc/reports/replicate_report.h"
#include "qc/reports/standard_error_thresholds.h"
#include "qc/reports/subset_report.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

Json rules_json(const QcResult& result) {
  Json out = Json::array();
  out.push_back({{"code", kMalformed},
                 {"title", "line that cannot be read"},
                 {"active", true},
                 {"sequential", result.malformed},
                 {"alone", result.malformed}});
  for (std::size_t r = 0; r < result.rules.size(); ++r) {
    const Rule& rule = result.rules[r];
    out.push_back({{"code", rule.code},
                   {"title", rule.title},
                   {"active", rule.state == RuleState::active},
                   {"sequential", result.outcome.counts[r].sequential},
                   {"alone", result.outcome.counts[r].alone}});
  }
  out.push_back({{"code", kMergedDuplicate},
                 {"title", "copy of a kept sequence, merged into the first"},
                 {"active", result.config.duplicates != DuplicateMode::keep},
                 {"sequential", result.merged_duplicates},
                 {"alone", result.merged_duplicates}});
  return out;
}

Json removed_json(const StandardErrorComparison& comparison) {
  if (!comparison.available) {
    return nullptr;
  }
  Json out = {{"A", comparison.removed_by_a}, {"B", nullptr}, {"C", 0}};
  if (comparison.removed_by_b) {
    out["B"] = *comparison.removed_by_b;
  }
  return out;
}

Json standard_error_json(const QcResult& result) {
  const StandardErrorComparison& comparison = result.comparison;
  Json out = {{"rule", se_rule_name(result.config.se_rule)},
              {"threshold", result.config.se_threshold},
              {"available", comparison.available},
              {"skipped", comparison.available ? Json() : Json("the table has no standard-error columns")},
              {"candidates", comparison.candidates},
              {"removed_by", removed_json(comparison)},
              {"unknown_target_cell", comparison.unknown_target_cell},
              {"active_removed_fraction", comparison.active_removed_fraction},
              {"weights", comparison.available && result.config.wants_weights() ? "inverse_variance" : "none"}};
  out["thresholds"] = standard_error_thresholds(result.table, result.config, result.rules, result.outcome);
  out["warning"] = comparison.warning.empty() ? Json() : Json(comparison.warning);
  return out;
}

Json length_json(const LengthPlan& plan) {
  return {{"mean", plan.profile.mean},
          {"median", plan.profile.median},
          {"min", plan.profile.min},
          {"max", plan.profile.max},
          {"mode", plan.profile.mode},
          {"mode_share", plan.profile.mode_share},
          {"off_fraction", plan.off_fraction},
          {"longer", plan.longer},
          {"shorter", plan.shorter},
          {"off_length", plan.action == OffLengthAction::reject ? "reject" : "adjust"}};
}

Json adaptors_json(const QcResult& result) {
  return {{"upstream", result.table.ends.upstream},
          {"downstream", result.table.ends.downstream},
          {"flanks", !result.elements.upstream.empty() || !result.elements.downstream.empty()},
          {"rows_without", rows_without_ends(result.table)}};
}

Json findings_json(const Findings& findings) {
  Json out = Json::array();
  for (const Finding& finding : findings) {
    out.push_back({{"code", finding.code}, {"text", finding.text}});
  }
  return out;
}

Json duplicates_json(const QcResult& result) {
  const double rows = static_cast<double>(result.outcome.kept.size());  // before copies were merged
  return {{"groups", result.duplicates.groups},
          {"rows", result.duplicates.rows},
          {"rate", static_cast<double>(result.duplicates.rows) / rows},
          {"mode", name_of(result.config.duplicates, duplicate_mode_names())},
          {"merged", result.merged_duplicates}};
}

}  // namespace

nlohmann::ordered_json qc_report(const QcResult& result) {
  const auto readable = static_cast<std::int64_t>(result.table.rows());
  const auto kept = static_cast<std::int64_t>(result.elements.rows());
  const std::int64_t read = readable + result.malformed;
  const std::vector<double> gc_before = gc_of(result.table), gc_after = gc_of(result.elements);
  Json out;
  out["table"] = result.table_name;
  out["read"] = read;
  out["kept"] = kept;
  out["rejected"] = read - kept;
  out["malformed"] = result.malformed;
  out["length"] = result.elements.length;
  out["tasks"] = result.elements.tasks;
  out["rules"] = rules_json(result);
  out["subsets"] =
      subset_report(result.table, result.elements.tasks, result.plan, gc_before, result.rules, result.outcome);
  out["se"] = standard_error_json(result);
  out["length_profile"] = length_json(result.plan);
  out["adaptors"] = adaptors_json(result);
  out["before"] = {{"tasks", activity_report(values_of(result.table), result.elements.tasks)},
                   {"gc", gc_report(gc_before)}};
  out["after"] = {{"tasks", activity_report(values_of(result.elements), result.elements.tasks)},
                  {"gc", gc_report(gc_after)}};
  out["histograms"] =
      histogram_report(result.table, values_of(result.elements), result.elements.tasks, {gc_before, gc_after});
  out["winsorizing"] = winsorizing_report(values_of(result.elements), result.elements.tasks);
  out["duplicates"] = duplicates_json(result);
  out["by_target_cell"] = target_cell_report(result.elements);
  out["target_cell_effect"] = target_cell_effect(result.elements);
  out["composition"] = composition_report(result.elements);
  out["by_gc"] = gc_activity_report(result.elements, gc_after);
  out["by_n"] = n_position_report(result.elements);
  out["task_correlation_before"] = task_correlation(result.table.activity, result.table.tasks);
  out["task_correlation"] = task_correlation(result.elements.activity, result.elements.task_count());
  out["min_gap"] = min_gap_report(result.elements, result.config);
  out["replicates"] = replicate_report(result.table, result.config, result.replicates, result.outcome.kept);
  out["noise_ceiling"] = noise_ceiling_report(result.elements);
  out["plausibility"] = findings_json(result.findings);
  return out;
}

}  // namespace cre
