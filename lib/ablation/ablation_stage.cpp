#include "ablation/ablation_stage.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ablation/ablation_report.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/text.h"

namespace cre {

namespace {

std::vector<PreparedModel> prepared_arm(const ArmFiles& arm, const EvaluationRows& reference,
                                        const AblationConfig& config) {
  std::vector<PreparedModel> models;
  for (const std::filesystem::path& file : arm.files) {
    models.emplace_back(aligned_rows(reference, config.split, file), config.min_gap.definition);
  }
  return models;
}

std::vector<std::size_t> measured_rows_of_tasks(const EvaluationRows& rows) {
  std::vector<std::size_t> out;
  for (const TaskColumn& task : rows.task) {
    out.push_back(static_cast<std::size_t>(std::count_if(task.activity.begin(), task.activity.end(),
                                                         [](double activity) { return !std::isnan(activity); })));
  }
  return out;
}

void log_summary(const AblationResult& result) {
  for (const Comparison& c : result.comparisons) {
    const Difference& delta = c.macro_pearson.difference;
    log_info(concat(c.name, ": mean Pearson ", delta.value < 0.0 ? "" : "+", fixed_text(delta.value, 4), " (",
                    fixed_text(delta.interval.low, 4), " to ", fixed_text(delta.interval.high, 4), "), adjusted p ",
                    fixed_text(c.macro_pearson.p_adjusted, 4)));
  }
}

}  // namespace

void run_ablation(const AblationConfig& config, const std::vector<std::filesystem::path>& baseline,
                  const std::vector<ArmFiles>& variants, StageRun& stage) {
  std::vector<ArmFiles> arm_files = {{"base", baseline}};
  arm_files.insert(arm_files.end(), variants.begin(), variants.end());
  for (const ArmFiles& arm : arm_files) {
    for (const std::filesystem::path& file : arm.files) {
      stage.artifact_input(arm.name, file);
    }
  }

  const EvaluationRows reference = reference_rows(baseline.front(), config.split);
  std::vector<std::vector<PreparedModel>> arms;
  for (const ArmFiles& arm : arm_files) {
    arms.push_back(prepared_arm(arm, reference, config));
  }

  const ResampleUnits units = resample_units(config.bootstrap, reference.group);
  std::vector<ArmValues> values = compared_values(arms, ComparedLayout{reference.task_count()}, units,
                                                  bootstrap_plan(config.bootstrap), stage.threads());
  AblationResult result;
  result.tasks = reference.tasks;
  result.rows = reference.rows();
  result.unit = unit_name(units);
  result.unit_count = units.count;
  result.baseline = values.front();
  result.variants.assign(values.begin() + 1, values.end());
  std::vector<std::string> names;
  for (const ArmFiles& variant : variants) {
    names.push_back(variant.name);
  }
  result.comparisons = compare(result.baseline, result.variants, names,
                               {.measured = measured_rows_of_tasks(reference),
                                .confidence = config.bootstrap.confidence,
                                .alpha = config.alpha});

  write_text_file(stage.output("ablation", "ablation.json"), pretty_json(ablation_json(config, result)));
  write_text_file(stage.output("table", "ablation.tsv"), ablation_table(result));
  stage.count("rows", static_cast<std::int64_t>(result.rows));
  stage.count("variants", static_cast<std::int64_t>(variants.size()));
  stage.seed("bootstrap", static_cast<std::uint64_t>(config.bootstrap.seed));
  log_summary(result);
}

}  // namespace cre
