#include "ablate/ablate_stage.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "ablate/ablation_report.h"
#include "ablate/model_arm.h"
#include "ablate/permutation.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/text.h"

namespace cre {

namespace {

MeasureSettings measure_settings(const AblateConfig& config) {
  return {.min_gap = config.min_gap.definition, .active_from = config.active_from, .micro = false};
}

/// All arms, on their rows. The baseline stands first, on all rows, and once more for each set of rows that another arm
/// with fewer of them has. The other arms are the variants, then the linear baseline if there is one.
struct ArmTable {
  std::vector<PreparedArm> arms;
  std::vector<std::size_t> baseline_of_set;        // (sets) place in `arms`
  std::vector<std::size_t> others;                 // (other arms) place in `arms`
  std::vector<std::vector<bool>> present_of_set;   // (sets)(N)
  std::vector<std::vector<std::size_t>> measured;  // (sets)(K)
  std::vector<ArmMatches> matches;                 // (other arms)
};

std::vector<std::size_t> measured_rows_of_tasks(const EvalRows& rows) {
  std::vector<std::size_t> out;
  for (const TaskColumn& task : rows.task) {
    out.push_back(static_cast<std::size_t>(std::count_if(task.activity.begin(), task.activity.end(),
                                                         [](double activity) { return !std::isnan(activity); })));
  }
  return out;
}

/// The rows of an arm: those of the baseline that all of its files have.
std::vector<AlignedRows> aligned_files(const ArmFiles& arm, const EvalRows& reference, const AblateConfig& config) {
  std::vector<AlignedRows> files;
  for (const std::filesystem::path& file : arm.files) {
    files.push_back(aligned_rows(reference, config.split, file));
    if (files.back().present != files.front().present) {
      fail(ErrorKind::integrity, file, ": has other rows of the baseline's split '", split_name(config.split),
           "' than ", arm.files.front(), "; the networks of one variant are compared on the same rows");
    }
  }
  return files;
}

void add_baseline(ArmTable& table, const std::vector<AlignedRows>& baseline, const std::vector<bool>& present,
                  const AblateConfig& config, unsigned threads) {
  PreparedArm arm{.models = {}, .row_set = table.baseline_of_set.size()};
  for (const AlignedRows& file : baseline) {
    arm.models.emplace_back(only_present(file.rows, present), measure_settings(config), threads);
  }
  table.baseline_of_set.push_back(table.arms.size());
  table.present_of_set.push_back(present);
  table.measured.push_back(measured_rows_of_tasks(only_present(baseline.front().rows, present)));
  table.arms.push_back(std::move(arm));
}

ArmTable prepared_arms(const ArmFiles& baseline, const std::vector<ArmFiles>& others, const EvalRows& reference,
                       const AblateConfig& config, unsigned threads) {
  const std::vector<AlignedRows> base_files = aligned_files(baseline, reference, config);
  ArmTable table;
  add_baseline(table, base_files, std::vector<bool>(reference.rows(), true), config, threads);
  for (const ArmFiles& other : others) {
    const std::vector<AlignedRows> files = aligned_files(other, reference, config);
    const std::vector<bool>& present = files.front().present;
    table.matches.push_back(files.front().matches);
    const auto known = std::find(table.present_of_set.begin(), table.present_of_set.end(), present);
    const auto set = static_cast<std::size_t>(known - table.present_of_set.begin());
    if (known == table.present_of_set.end()) {
      add_baseline(table, base_files, present, config, threads);
    }
    PreparedArm arm{.models = {}, .row_set = set};
    for (const AlignedRows& file : files) {
      arm.models.emplace_back(file.rows, measure_settings(config), threads);
    }
    table.others.push_back(table.arms.size());
    table.arms.push_back(std::move(arm));
  }
  return table;
}

std::vector<double> permutation_tests(const ArmTable& table, std::size_t other, const AblateConfig& config,
                                      const ResampleUnits& units, unsigned threads) {
  if (config.permutations == 0) {
    return {};
  }
  const PreparedArm& arm = table.arms[table.others[other]];
  const PreparedArm& baseline = table.arms[table.baseline_of_set[arm.row_set]];
  return permutation_p_values(baseline.models, arm.models, units,
                              {.permutations = static_cast<std::size_t>(config.permutations),
                               .seed = static_cast<std::uint64_t>(config.bootstrap.seed)},
                              threads);
}

/// Said before anything is read.
void check_permutations(const AblateConfig& config, std::size_t baseline_files, const std::vector<ArmFiles>& variants) {
  for (const ArmFiles& variant : variants) {
    if (config.permutations > 0 && variant.files.size() != baseline_files) {
      fail(ErrorKind::usage, "--variant ", variant.name, ": has ", variant.files.size(), " files, the baseline ",
           baseline_files, "; ablate.permutations pairs the networks and needs equally many");
    }
  }
}

void add_inputs(const ArmFiles& arm, StageRun& stage) {
  for (const std::filesystem::path& file : arm.files) {
    stage.artifact_input(arm.name, file);
  }
}

/// The linear baseline stands outside of the family: whether it is there changes no variant's adjusted p.
void add_comparisons(const AblateConfig& config, std::vector<ComparedArm> others, std::size_t variants,
                     AblationResult& result) {
  std::vector<ComparedPair> family;
  for (std::size_t v = 0; v < variants; ++v) {
    family.push_back(std::move(others[v].pair));
  }
  const std::vector<Comparison> comparisons =
      compare(family, {.confidence = config.bootstrap.confidence, .alpha = config.alpha});
  for (std::size_t v = 0; v < variants; ++v) {
    others[v].pair = std::move(family[v]);
    others[v].comparison = comparisons[v];
  }
  if (others.size() > variants) {
    ComparedArm& linear = others.back();
    linear.comparison = compare_alone(linear.pair, config.bootstrap.confidence);
    result.linear_baseline = std::move(linear);
    others.pop_back();
  }
  result.variants = std::move(others);
}

/// `p_name` and `p`: what is said of the test of the difference.
std::string summary_of(const Comparison& c, const MeasureLayout& layout, const char* p_name, double p) {
  const Difference& delta = c.difference[layout.index("pearson", layout.macro())];
  if (std::isnan(delta.value)) {
    return concat(c.name, ": mean Pearson undefined");
  }
  return concat(c.name, ": mean Pearson ", delta.value < 0.0 ? "" : "+", fixed_text(delta.value, 4), " (",
                fixed_text(delta.interval.low, 4), " to ", fixed_text(delta.interval.high, 4), "), ", p_name, ' ',
                fixed_text(p, 4));
}

void log_summary(const AblationResult& result) {
  const MeasureLayout layout(result.tasks.size());
  if (result.linear_baseline) {
    const Comparison& c = result.linear_baseline->comparison;
    log_info(summary_of(c, layout, "p", c.pearson.back().p));
  }
  for (const ComparedArm& variant : result.variants) {
    const Comparison& c = variant.comparison;
    log_info(summary_of(c, layout, "adjusted p", c.pearson.back().p_adjusted));
  }
}

}  // namespace

void run_ablate(const AblateConfig& config, const AblationInputs& inputs, StageRun& stage) {
  check_permutations(config, inputs.baseline.size(), inputs.variants);
  const ArmFiles baseline{std::string(kBaseName), inputs.baseline};
  std::vector<ArmFiles> other_files = inputs.variants;
  if (!inputs.linear_baseline.empty()) {
    other_files.push_back({std::string(kLinearBaselineName), {inputs.linear_baseline}});
  }
  add_inputs(baseline, stage);
  for (const ArmFiles& arm : other_files) {
    add_inputs(arm, stage);
  }

  const EvalRows reference = reference_rows(inputs.baseline.front(), config.split);
  const ArmTable table = prepared_arms(baseline, other_files, reference, config, stage.threads());
  const ResampleUnits units = resample_units(config.bootstrap, reference.group);
  const std::vector<ArmValues> values = resampled_values(table.arms, MeasureLayout(reference.task_count()), units,
                                                         bootstrap_plan(config.bootstrap), stage.threads());
  AblationResult result;
  result.tasks = reference.tasks;
  result.rows = reference.rows();
  result.unit = unit_name(units);
  result.unit_count = units.count;
  result.baseline = values.front();
  std::vector<ComparedArm> others;
  for (std::size_t i = 0; i < other_files.size(); ++i) {
    const std::size_t set = table.arms[table.others[i]].row_set;
    const std::vector<bool>& present = table.present_of_set[set];
    others.push_back({.pair = {.name = other_files[i].name,
                               .baseline = values[table.baseline_of_set[set]],
                               .variant = values[table.others[i]],
                               .measured = table.measured[set],
                               .permutation_p = permutation_tests(table, i, config, units, stage.threads())},
                      .comparison = {},
                      .rows = static_cast<std::size_t>(std::count(present.begin(), present.end(), true)),
                      .matches = table.matches[i]});
  }
  add_comparisons(config, std::move(others), inputs.variants.size(), result);
  result.warnings = ablation_warnings(config, result);
  for (const std::string& warning : result.warnings) {
    stage.warn(warning);
  }

  write_text_file(stage.output("ablation", "ablation.json"), pretty_json(ablation_json(config, result)));
  write_text_file(stage.output("table", "ablation.tsv"), ablation_table(result));
  stage.count("rows", static_cast<std::int64_t>(result.rows));
  stage.count("variants", static_cast<std::int64_t>(inputs.variants.size()));
  stage.seed("bootstrap", static_cast<std::uint64_t>(config.bootstrap.seed));
  log_summary(result);
}

}  // namespace cre
