// cre-baseline: fits a linear model of word counts and predicts an encoded dataset with it.

#include <filesystem>
#include <vector>

#include "baseline/baseline_stage.h"
#include "core/tool.h"
#include "storage/pooled_predictions.h"

int main(int argc, char** argv) {
  cre::BaselineToolConfig config;
  std::filesystem::path dataset;
  std::vector<std::filesystem::path> folds;
  cre::Tool tool("cre-baseline", "Predicts activities with a linear model of short words, which networks should beat.");
  tool.config(cre::ConfigView(config));
  tool.input("--dataset", dataset, "dataset.h5 of cre-encode");
  tool.files_instead("--pool", folds, "FILE", {"--dataset"},
                     "predictions.h5 of the folds of a cross-validation: every row as the fold that tests it predicts");
  tool.example("cre-baseline --dataset encode/dataset.h5 --out baseline", "With the default words");
  tool.example("cre-baseline --dataset encode/dataset.h5 --set baseline.words=[3,4] --out baseline",
               "Words of three and four bases only");
  return tool.run(argc, argv, [&](cre::StageRun& stage) {
    folds.empty() ? cre::run_baseline(config.baseline, dataset, stage) : cre::run_pool(folds, stage);
  });
}
