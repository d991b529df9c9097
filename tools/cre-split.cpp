// cre-split: assigns every element to train, val or test so that nothing leaks.

#include "core/tool.h"
#include "split/split_config.h"
#include "split/split_stage.h"

int main(int argc, char** argv) {
  cre::SplitToolConfig config;
  std::filesystem::path elements;
  cre::Tool tool("cre-split", "Splits the elements into train, val and test without leakage between them.");
  tool.config(cre::ConfigView(config));
  tool.input("--elements", elements, "elements.h5 of cre-qc");
  return tool.run(argc, argv, [&](cre::StageRun& stage) { cre::run_split(config.split, elements, stage); });
}
