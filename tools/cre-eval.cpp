// cre-eval: metrics of one set of predictions, with bootstrap intervals and the acceptance table.

#include <string>
#include <vector>

#include "core/tool.h"
#include "eval/eval_stage.h"

int main(int argc, char** argv) {
  cre::EvaluationToolConfig config;
  cre::EvalInputs inputs;
  std::string baseline;
  std::vector<std::string> against;
  cre::Tool tool("cre-eval", "Compares predicted with measured activities: metrics.json, bootstrap.h5 and tables.");
  tool.config(cre::ConfigView(config));
  tool.optional_input("--predictions", inputs.predictions, "predictions.h5 of cre-predict");
  tool.optional_input("--predictions-tsv", inputs.predictions_tsv,
                      "Instead, predictions of any program (CSV or TSV): id, one column TASK a task (l2fc), optionally "
                      "TASK_sd, TASK_low and TASK_high; with one of the next two");
  tool.optional_input(
      "--truth-tsv", inputs.truth_tsv,
      "What was measured: id, TASK, optionally TASK_se, target_cell, min_gap, group and split; all rows "
      "are evaluated where there is no column split");
  tool.optional_input("--dataset", inputs.dataset, "dataset.h5 of cre-encode, instead of --truth-tsv");
  tool.option("--baseline", baseline, "predictions.h5 of cre-baseline: what must be beaten");
  tool.repeated("--against", against,
                "NAME=FILE: other predictions of the same rows, .h5 or a table, compared in pairs");
  tool.example("cre-eval --predictions predict/predictions.h5 --out eval", "What cre-predict made");
  tool.example("cre-eval --predictions-tsv mine.tsv --truth-tsv measured.tsv --out eval", "Predictions of any program");
  return tool.run(argc, argv, [&](cre::StageRun& stage) {
    inputs.baseline = baseline;
    inputs.against = cre::parse_against(against);
    cre::run_eval(config.eval, inputs, stage);
  });
}
