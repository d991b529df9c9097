// cre-ablate: compares variants, and the linear baseline, with the base on the same rows, by a paired bootstrap.

#include <string>
#include <vector>

#include "ablate/ablate_stage.h"
#include "core/tool.h"

int main(int argc, char** argv) {
  cre::AblationToolConfig config;
  cre::AblationInputs inputs;
  std::vector<std::string> variants;
  cre::Tool tool("cre-ablate", "Compares variants with the base on the same rows: ablation.json and ablation.tsv.");
  tool.config(cre::ConfigView(config));
  tool.inputs("--baseline", inputs.baseline, "predictions.h5 of the base, one file a seed");
  tool.options("--variant", variants, "NAME=FILE[,FILE...]: predictions.h5 of a variant, one file a seed");
  tool.optional_input("--linear-baseline", inputs.linear_baseline,
                      "predictions.h5 of cre-baseline: compared with the base like a variant, but no part of the "
                      "adjustment for many comparisons");
  tool.example("cre-ablate --baseline base.h5 --variant small=small.h5 --out compared",
               "One variant against the base, one training of each");
  tool.example("cre-ablate --baseline a1.h5 a2.h5 --variant b=b1.h5,b2.h5 --set ablate.seed=7 --out out",
               "Two trainings of each, other resamples");
  return tool.run(argc, argv, [&](cre::StageRun& stage) {
    inputs.variants = cre::parse_variants(variants);
    cre::run_ablate(config.ablate, inputs, stage);
  });
}
