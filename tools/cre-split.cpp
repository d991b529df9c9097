// cre-split: assigns every element to train, val or test so that nothing leaks.

#include <filesystem>
#include <string>

#include "core/tool.h"
#include "split/split_config.h"
#include "split/split_stage.h"

int main(int argc, char** argv) {
  cre::SplitToolConfig config;
  std::filesystem::path elements;
  std::string base_elements, base_split;
  cre::Tool tool("cre-split", "Splits the elements into train, val and test without leakage between them.");
  tool.config(cre::ConfigView(config));
  tool.input("--elements", elements, "elements.h5 of cre-qc");
  tool.setting("--fold", "split.fold", "Shortcut for --set split.fold=...: which fold of a cross-validation is tested");
  tool.option("--base-elements", base_elements, "elements.h5 of the run whose test rows stay test rows here");
  tool.option("--base-split", base_split, "split.h5 of that run; with split.strategy extend, all of it is kept");
  tool.example("cre-split --elements qc/elements.h5 --out split", "At random, or as the table says");
  tool.example("cre-split --elements qc/elements.h5 --set split.seed=7 --out split", "Drawn otherwise");
  return tool.run(argc, argv, [&](cre::StageRun& stage) {
    cre::run_split(config.split, elements, {base_elements, base_split}, stage);
  });
}
