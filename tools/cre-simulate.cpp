// cre-simulate: a measurement table with known truth, for trying and testing the pipeline.

#include "core/tool.h"
#include "simulate/simulate_stage.h"

int main(int argc, char** argv) {
  cre::SimulateToolConfig config;
  cre::Tool tool("cre-simulate", "Makes a measurement table with known truth: elements.tsv.gz and truth.json.");
  tool.config(cre::ConfigView(config));
  tool.example("cre-simulate --out table", "A table of 6,000 elements");
  tool.example("cre-simulate --set simulate.elements=1000 --set simulate.seed=7 --out table",
               "A smaller one, drawn otherwise");
  return tool.run(argc, argv, [&](cre::StageRun& stage) { cre::run_simulate(config.simulate, stage); });
}
