// cre-ablate: compares variants with a baseline on the same rows, by a paired bootstrap.

#include <filesystem>
#include <string>
#include <vector>

#include "ablate/ablate_stage.h"
#include "core/tool.h"

int main(int argc, char** argv) {
  cre::AblationToolConfig config;
  std::vector<std::filesystem::path> baseline;
  std::vector<std::string> variants;
  cre::Tool tool("cre-ablate", "Compares variants with a baseline on the same rows: ablation.json and ablation.tsv.");
  tool.config(cre::ConfigView(config));
  tool.inputs("--baseline", baseline, "predictions.h5 of the baseline, one file a seed");
  tool.options("--variant", variants, "NAME=FILE[,FILE...]: predictions.h5 of a variant, one file a seed");
  return tool.run(argc, argv, [&](cre::StageRun& stage) {
    cre::run_ablate(config.ablate, baseline, cre::parse_variants(variants), stage);
  });
}
