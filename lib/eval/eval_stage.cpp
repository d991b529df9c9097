#include "eval/eval_stage.h"

#include <cmath>

#include "core/kept_memory.h"
#include "core/log.h"
#include "core/text.h"
#include "eval/eval_outputs.h"

namespace cre {

namespace {

void log_baseline(const EvaluationResult& result, StageRun& stage) {
  const Estimate& delta = result.baseline->delta[result.metrics.layout.index("pearson", result.metrics.layout.macro())];
  if (std::isnan(delta.value)) {
    stage.warn(concat("the network cannot be compared with a linear model on k-mer counts: ", delta.why));
    return;
  }
  const std::string text = concat("mean Pearson minus that of the linear baseline: ", fixed_text(delta.value, 3), " (",
                                  fixed_text(delta.interval.low, 3), " to ", fixed_text(delta.interval.high, 3), ")");
  if (delta.interval.low > 0.0) {
    log_info(text);
  } else {
    stage.warn(concat("the network is not better than a linear model on k-mer counts: ", text));
  }
}

void log_summary(const EvaluationResult& result, double confidence, StageRun& stage) {
  const Estimate& pearson = result.metrics.macro("pearson");
  log_info(concat(counted(result.rows, "row"), ", mean Pearson ", fixed_text(pearson.value, 3), " (",
                  percent_text(confidence, 0), " interval ", fixed_text(pearson.interval.low, 3), " to ",
                  fixed_text(pearson.interval.high, 3), "), ",
                  accepted(result.acceptance) ? "accepted" : "not accepted"));
  if (result.unit_count < kFewestUnits) {
    stage.warn(
        "all evaluated rows are in one group, so there are no intervals; set eval.bootstrap.unit to element to "
        "draw rows");
  }
  for (std::size_t k = 0; k < result.metrics.tasks.size(); ++k) {
    if (std::isnan(result.metrics.task("pearson", k).value)) {
      stage.warn(concat("task ", result.metrics.tasks[k],
                        ": the correlation is undefined: ", result.metrics.task("pearson", k).why));
    }
  }
  if (result.baseline) {
    log_baseline(result, stage);
  }
  for (const StrandMetrics& strand : result.strand) {
    if (strand.flagged) {
      stage.warn(concat("task ", strand.task, ": the mean of both strands fits worse (Pearson ",
                        fixed_text(strand.averaged, 3), ") than the strand as given alone (",
                        fixed_text(strand.forward, 3), "; reverse complement ", fixed_text(strand.reverse, 3),
                        "); if the assay is directional, set predict.reverse_complement to false"));
    }
  }
}

}  // namespace

void run_eval(const EvalConfig& config, const EvalInputs& inputs, StageRun& stage) {
  keep_freed_memory();
  const EvaluatedInput evaluated = evaluated_input(inputs, config.split, stage);
  const EvalRows& rows = evaluated.rows;
  const std::vector<NamedPredictions> others = compared_inputs(inputs, stage);

  const MeasureSettings settings{
      .min_gap = config.min_gap.definition, .active_from = config.active_from, .micro = true};
  const PairedArms arms(rows, evaluated.split.value_or(config.split), others, settings, stage.threads());
  const ResampleUnits units = resample_units(config.bootstrap, rows.group);
  const BootstrapPlan bootstrap = bootstrap_plan(config.bootstrap);
  const MinGaps gaps = min_gaps(rows, config.min_gap.definition);
  PreparedAnalyses analyses(
      rows, gaps,
      {.resamples = bootstrap.resamples,
       .confidence = config.bootstrap.confidence,
       .permutation = {.permutations = static_cast<std::size_t>(config.permutations), .seed = bootstrap.seed},
       .threads = stage.threads()});
  const std::vector<ArmValues> values = resampled_values(arms.arms(), MeasureLayout(rows.task_count()), units,
                                                         bootstrap, stage.threads(), analyses.make_worker());

  EvaluationResult result;
  result.split = evaluated.split;
  result.rows = rows.rows();
  result.unmatched = evaluated.unmatched;
  result.unit = unit_name(units);
  result.unit_count = units.count;
  result.metrics = compute_metrics(rows, arms.arms().front().models.front(), values.front(), units,
                                   {.method = config.interval, .confidence = config.bootstrap.confidence});
  result.compared = arms.compared(values, config.bootstrap.confidence);
  if (!inputs.baseline.empty()) {
    result.baseline = result.compared.back();
    result.compared.pop_back();
  }
  result.strand = strand_metrics(rows, stage.threads());
  result.analyses = analyses.results();
  result.acceptance = acceptance_table(result.metrics, result.baseline, config.acceptance);

  write_eval_outputs(config, result, rows, gaps, values.front(), stage);
  stage.count("rows", static_cast<std::int64_t>(result.rows));
  stage.seed("bootstrap", static_cast<std::uint64_t>(config.bootstrap.seed));
  log_summary(result, config.bootstrap.confidence, stage);
}

}  // namespace cre
