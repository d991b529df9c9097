#include "qc/reports/qc_report.h"

#include <memory>
#include <utility>

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

std::vector<ReportSection> report_sections(const QcResult& result) {
  const auto readable = static_cast<std::int64_t>(result.table.rows());
  const auto kept = static_cast<std::int64_t>(result.elements.rows());
  const std::int64_t read = readable + result.malformed;
  const auto before = std::make_shared<std::vector<double>>(gc_of(result.table));
  const auto after = std::make_shared<std::vector<double>>(gc_of(result.elements));
  const std::vector<std::string>& tasks = result.elements.tasks;
  std::vector<ReportSection> out;
  const auto add = [&out](const char* name, std::function<Json()> make) { out.push_back({name, std::move(make)}); };
  add("table", [&result] { return result.table_name; });
  add("read", [read] { return read; });
  add("kept", [kept] { return kept; });
  add("rejected", [read, kept] { return read - kept; });
  add("malformed", [&result] { return result.malformed; });
  add("length", [&result] { return result.elements.length; });
  add("tasks", [&tasks] { return tasks; });
  add("rules", [&result] { return rules_json(result); });
  add("subsets", [&result, &tasks, before] {
    return subset_report(result.table, tasks, result.plan, *before, result.rules, result.outcome);
  });
  add("se", [&result] { return standard_error_json(result); });
  add("length_profile", [&result] { return length_json(result.plan); });
  add("adaptors", [&result] { return adaptors_json(result); });
  add("before", [&result, &tasks, before]() -> Json {
    return {{"tasks", activity_report(values_of(result.table), result.ascending_before, tasks)},
            {"gc", gc_report(*before)}};
  });
  add("after", [&result, &tasks, after]() -> Json {
    return {{"tasks", activity_report(values_of(result.elements), result.ascending_after, tasks)},
            {"gc", gc_report(*after)}};
  });
  add("histograms", [&result, &tasks, before, after] {
    return histogram_report(result.table, result.ascending_before, result.ascending_after, tasks, {*before, *after});
  });
  add("winsorizing", [&result, &tasks] { return winsorizing_report(result.ascending_after, tasks); });
  add("duplicates", [&result] { return duplicates_json(result); });
  add("by_target_cell", [&result] { return target_cell_report(result.elements); });
  add("target_cell_effect", [&result] { return target_cell_effect(result.elements); });
  add("composition", [&result] { return composition_report(result.elements); });
  add("by_gc", [&result, after] { return gc_activity_report(result.elements, *after); });
  add("by_n", [&result] { return n_position_report(result.elements); });
  add("task_correlation_before", [&result, &tasks] { return task_correlation(result.table.activity, tasks.size()); });
  add("task_correlation", [&result, &tasks] { return task_correlation(result.elements.activity, tasks.size()); });
  add("min_gap", [&result] { return min_gap_report(result.elements, result.config); });
  add("replicates",
      [&result] { return replicate_report(result.table, result.config, result.replicates, result.outcome.kept); });
  add("noise_ceiling", [&result] { return noise_ceiling_report(result.elements); });
  add("plausibility", [&result] { return findings_json(result.findings); });
  return out;
}

}  // namespace cre
