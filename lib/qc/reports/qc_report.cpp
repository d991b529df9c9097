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
                   {"sequential", result.counts[r].sequential},
                   {"alone", result.counts[r].alone}});
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

Json standard_error_json(const TableFacts& facts, const StandardErrorComparison& comparison) {
  Json out = {{"rule", se_rule_name(facts.config.se_rule)},
              {"threshold", facts.config.se_threshold},
              {"available", comparison.available},
              {"skipped", comparison.available ? Json() : Json("the table has no standard-error columns")},
              {"candidates", comparison.candidates},
              {"removed_by", removed_json(comparison)},
              {"unknown_target_cell", comparison.unknown_target_cell},
              {"active_removed_fraction", comparison.active_removed_fraction},
              {"weights", comparison.available && facts.config.wants_weights() ? "inverse_variance" : "none"}};
  out["thresholds"] = standard_error_thresholds(facts.table, facts.config, facts.rules, facts.outcome);
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

Json adaptors_json(const TableFacts& facts) {
  return {{"upstream", facts.table.ends.upstream},
          {"downstream", facts.table.ends.downstream},
          {"flanks", !flanking_ends(facts.table, facts.config).empty()},
          {"rows_without", rows_without_ends(facts.table)}};
}

Json findings_json(const Findings& findings) {
  Json out = Json::array();
  for (const Finding& finding : findings) {
    out.push_back({{"code", finding.code}, {"text", finding.text}});
  }
  return out;
}

Json duplicates_json(const QcResult& result) {
  const double rows = static_cast<double>(result.elements.rows()) + static_cast<double>(result.merged_duplicates);
  return {{"groups", result.duplicates.groups},
          {"rows", result.duplicates.rows},
          {"rate", static_cast<double>(result.duplicates.rows) / rows},
          {"mode", name_of(result.config.duplicates, duplicate_mode_names())},
          {"merged", result.merged_duplicates}};
}

std::vector<std::string> task_names(const QcConfig& config) {
  std::vector<std::string> names;
  for (const QcTask& task : config.tasks) {
    names.push_back(task.name);
  }
  return names;
}

}  // namespace

std::vector<std::function<void()>> table_report_work(const TableFacts& facts, TableReport& out) {
  const std::vector<std::string> tasks = task_names(facts.config);
  const MeasuredValues values = values_of(facts.table);
  std::vector<std::function<void()>> work;
  out.shape.tasks.resize(tasks.size());
  const auto add = [&](const char* name, std::function<Json()> make) {
    work.emplace_back([&entry = out.entries[name], make = std::move(make)] { entry = make(); });
  };
  add("gc", [&facts, &out, tasks] {
    const GcContent gc = gc_of(facts.table);
    out.entries.at("subsets") = subset_report(facts.table, tasks, facts.plan, gc, facts.rules, facts.outcome);
    out.shape.gc = gc_histogram(gc.counts);
    return gc_report(gc);
  });
  out.entries["subsets"];
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    work.emplace_back([&out, values, task, tasks] { out.shape.tasks[task] = task_shape(values, task, tasks.size()); });
  }
  add("se", [&facts, &out] {
    out.standard_errors = compare_standard_error_rules(facts.table, facts.config, facts.rules, facts.outcome);
    return standard_error_json(facts, out.standard_errors);
  });
  add("task_correlation_before", [values, tasks] { return task_correlation(values.activity, tasks.size()); });
  add("replicates",
      [&facts] { return replicate_report(facts.table, facts.config, facts.replicates, facts.outcome.kept); });
  add("adaptors", [&facts] { return adaptors_json(facts); });
  work.emplace_back([&facts, &out] { out.shape.length = length_histogram(facts.table); });
  return work;
}

std::vector<ReportSection> report_sections(const QcResult& result) {
  const auto kept = static_cast<std::int64_t>(result.elements.rows());
  const auto gc = std::make_shared<GcContent>(gc_of(result.elements));
  const std::vector<std::string>& tasks = result.elements.tasks;
  std::vector<ReportSection> out;
  const auto add = [&out](const char* name, std::function<Json()> make) { out.push_back({name, std::move(make)}); };
  const auto add_made = [&](const char* name) {
    add(name, [&result, name] { return result.of_table.entries.at(name); });
  };
  add("table", [&result] { return result.table_name; });
  add("read", [&result] { return result.read; });
  add("kept", [kept] { return kept; });
  add("rejected", [&result, kept] { return result.read - kept; });
  add("malformed", [&result] { return result.malformed; });
  add("length", [&result] { return result.elements.length; });
  add("tasks", [&tasks] { return tasks; });
  add("rules", [&result] { return rules_json(result); });
  add_made("subsets");
  add_made("se");
  add("length_profile", [&result] { return length_json(result.plan); });
  add_made("adaptors");
  add("before", [&result, &tasks]() -> Json {
    return {{"tasks", activity_report(result.of_table.shape.tasks, tasks)}, {"gc", result.of_table.entries.at("gc")}};
  });
  add("after", [&result, &tasks, gc]() -> Json {
    return {{"tasks", activity_report(result.shapes, tasks)}, {"gc", gc_report(*gc)}};
  });
  add("histograms", [&result, &tasks, gc] {
    return histogram_report(result.of_table.shape, result.shapes, gc_histogram(gc->counts), tasks);
  });
  add("winsorizing", [&result, &tasks] { return winsorizing_report(result.shapes, tasks); });
  add("duplicates", [&result] { return duplicates_json(result); });
  add("by_target_cell", [&result] { return target_cell_report(result.elements); });
  add("target_cell_effect", [&result] { return target_cell_effect(result.elements); });
  add("composition", [&result] { return composition_report(result.elements); });
  add("by_gc", [&result, gc] { return gc_activity_report(result.elements, *gc); });
  add("by_n", [&result] { return n_position_report(result.elements); });
  add_made("task_correlation_before");
  add("task_correlation", [&result, &tasks] { return task_correlation(result.elements.activity, tasks.size()); });
  add("min_gap", [&result] { return min_gap_report(result.elements, result.config); });
  add_made("replicates");
  add("noise_ceiling", [&result] { return noise_ceiling_report(result.elements); });
  add("plausibility", [&result] { return findings_json(result.findings); });
  return out;
}

}  // namespace cre
