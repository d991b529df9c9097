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
  tool.input("--predictions", inputs.predictions, "predictions.h5 of cre-predict");
  tool.option("--baseline", baseline, "predictions.h5 of cre-baseline: what must be beaten");
  tool.repeated("--against", against, "NAME=FILE: other predictions.h5 of the same rows, compared in pairs");
  return tool.run(argc, argv, [&](cre::StageRun& stage) {
    inputs.baseline = baseline;
    inputs.against = cre::parse_against(against);
    cre::run_eval(config.eval, inputs, stage);
  });
}
