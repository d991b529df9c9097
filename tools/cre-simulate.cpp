// cre-simulate: a measurement table with known truth, for trying and testing the pipeline.

#include "core/tool.h"
#include "simulate/simulate_stage.h"

int main(int argc, char** argv) {
  cre::SimulateToolConfig config;
  cre::Tool tool("cre-simulate", "Makes a measurement table with known truth: elements.tsv.gz and truth.json.");
  tool.config(cre::ConfigView(config));
  return tool.run(argc, argv, [&](cre::StageRun& stage) { cre::run_simulate(config.simulate, stage); });
}
