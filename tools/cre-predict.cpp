// cre-predict: predicts the activities of an encoded dataset with one model or an ensemble.

#include <filesystem>
#include <vector>

#include "core/tool.h"
#include "model/torch_version.h"
#include "predict/predict_stage.h"
#include "storage/pooled_predictions.h"

namespace {

struct ToolConfig {
  cre::PredictConfig predict;
};

void describe(cre::Description& d, ToolConfig& c) {
  d.section("predict", c.predict, "How predictions are made");
}

}  // namespace

int main(int argc, char** argv) {
  ToolConfig config;
  std::filesystem::path dataset, baseline;
  std::vector<std::filesystem::path> models, folds;
  cre::Tool tool("cre-predict", "Predicts activities with one trained network or the mean of several models.");
  tool.config(cre::ConfigView(config));
  tool.version_line(cre::torch_versions);
  tool.input("--dataset", dataset, "dataset.h5 of cre-encode");
  tool.inputs("--model", models, "model.h5 of cre-train; repeat it for an ensemble");
  tool.optional_input("--baseline", baseline, "baseline.h5 of cre-baseline, a member more of the ensemble");
  tool.files_instead("--pool", folds, "FILE", {"--dataset", "--model"},
                     "predictions.h5 of the folds of a cross-validation: every row as the fold that tests it predicts");
  tool.setting("--device", "predict.device", "Shortcut for --set predict.device=... (cpu, cuda, cuda:i)");
  tool.example("cre-predict --dataset encode/dataset.h5 --model train/model.h5 --out predict", "One network");
  tool.example("cre-predict --dataset encode/dataset.h5 --model a/model.h5 b/model.h5 --device cuda --out predict",
               "The mean of two networks, on a GPU");
  return tool.run(argc, argv, [&](cre::StageRun& stage) {
    folds.empty() ? cre::run_predict(config.predict, dataset, models, baseline, stage) : cre::run_pool(folds, stage);
  });
}
