// cre-eval: metrics of one set of predictions, with bootstrap intervals and the acceptance table.

#include <filesystem>

#include "core/tool.h"
#include "eval/eval_stage.h"

int main(int argc, char** argv) {
  cre::EvaluationToolConfig config;
  std::filesystem::path predictions;
  cre::Tool tool("cre-eval", "Compares predicted with measured activities: metrics.json, bootstrap.h5 and tables.");
  tool.config(cre::ConfigView(config));
  tool.input("--predictions", predictions, "predictions.h5 of cre-predict");
  return tool.run(argc, argv, [&](cre::StageRun& stage) { cre::run_eval(config.eval, predictions, stage); });
}
