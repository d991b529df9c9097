#include "predict/predict_stage.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/log.h"
#include "core/progress.h"
#include "layers/busy_machine.h"
#include "model/inference.h"
#include "model/out_of_memory.h"
#include "model/trained_network.h"
#include "predict/ensemble.h"
#include "predict/interval_calibration.h"
#include "predict/model_checks.h"
#include "sequence/gc_content.h"
#include "storage/predictions.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

// Predictions of each member, (members)(N K), on the original scale.
struct MemberPredictions {
  std::vector<std::vector<float>> forward, reverse, averaged;
};

// A damaged or diverged network may hold finite weights and yet compute no numbers.
void check_predictions(const std::vector<float>& values, const fs::path& file) {
  const auto bad = std::find_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
  if (bad != values.end()) {
    fail(ErrorKind::integrity, file, ": predicts ", *bad, " for some elements; the network is damaged or diverged");
  }
}

void predict_member(const ModelFile& model, const fs::path& file, const ElementInput& input,
                    const InferenceOptions& options, Strands strands, MemberPredictions& out) {
  const auto network = trained_network(model, file, input.device());
  std::vector<std::int64_t> rows(static_cast<std::size_t>(input.rows()));
  std::iota(rows.begin(), rows.end(), 0);
  const auto predict = [&](Strand strand) {
    const std::vector<float> values = infer(*network, input, rows, strand, options).activity;
    check_predictions(values, file);
    return model.scaler.restored(values);
  };
  out.forward.push_back(predict(Strand::forward));
  if (strands == Strands::both) {
    out.reverse.push_back(predict(Strand::reverse));
    out.averaged.push_back(mean_of_strands(out.forward.back(), out.reverse.back()));
  }
}

/// Allowed by predict.other_dataset; the reader of metrics must know.
void warn_of_other_dataset(const ModelFile& model, std::size_t number, const std::string& dataset_sha256,
                           StageRun& stage) {
  if (model.dataset_sha256 == dataset_sha256) {
    return;
  }
  stage.warn(concat("model ", number, " was trained on another dataset (predict.other_dataset): rows of any split ",
                    "here may have been its training rows, so metrics of the test split are none of unseen rows"));
}

Predictions combined(const MemberPredictions& members, Dataset&& dataset, Scaler scaler, Strands strands) {
  const EnsembleResult result = combine_members(strands == Strands::both ? members.averaged : members.forward);
  Predictions predictions;
  predictions.tasks = std::move(dataset.tasks);
  predictions.insert_length = dataset.construct.insert_length;
  predictions.scaler = std::move(scaler);
  predictions.measured = std::move(dataset.measured);
  predictions.predicted = result.mean;
  predictions.member_sd = result.sd;
  predictions.forward = combine_members(members.forward).mean;
  if (strands == Strands::both) {
    predictions.reverse = combine_members(members.reverse).mean;
  }
  predictions.reverse_averaged = strands == Strands::both;
  return predictions;
}

}  // namespace

void run_predict(const PredictConfig& config, const fs::path& dataset_file, const std::vector<fs::path>& model_files,
                 StageRun& stage) {
  start_torch(stage);
  const BusyMachine busy_machine(stage.threads());
  const at::Device device = parse_device(config.device);
  const Precision precision = resolve_precision(config.precision, device);
  const std::string dataset_sha256 = stage.artifact_input("dataset", dataset_file);
  std::vector<std::string> model_sha256;
  for (const fs::path& file : model_files) {
    model_sha256.push_back(stage.artifact_input("model", file));
  }

  Dataset dataset = load_dataset(dataset_file);
  std::vector<ModelFile> models;
  for (const fs::path& file : model_files) {
    models.push_back(load_model_file(file));
    check_model_fits(models.back(), file, dataset);
    if (!config.other_dataset) {
      check_trained_on(models.back(), file, dataset_sha256);
    }
    warn_of_other_dataset(models.back(), models.size(), dataset_sha256, stage);
    check_same_scaler(models.front(), models.back(), file);
  }
  const ElementInput input(dataset, device,
                           {.motif_scores = std::any_of(models.begin(), models.end(), reads_motifs),
                            .resident_bytes = config.resident_mib * kMebibyte});
  const Strands strands = config.reverse_complement ? Strands::both : Strands::forward;
  const std::size_t passes = (strands == Strands::both ? 2 : 1) * model_files.size();
  Progress progress("predicting", dataset.rows() * passes, "sequences");
  const InferenceOptions options{
      .batch = config.batch, .dtype = scalar_type(precision), .after_batch = [&](std::int64_t rows) {
        progress.advance(static_cast<std::uint64_t>(rows));
      }};
  MemberPredictions members;
  for (std::size_t i = 0; i < models.size(); ++i) {
    diagnose_memory(device, concat("predict.batch: ", config.batch, " elements at a time of ", model_files[i].string()),
                    "lower it, or use predict.precision bf16 where the device has it",
                    [&] { predict_member(models[i], model_files[i], input, options, strands, members); });
  }
  stage.count("rows", static_cast<std::int64_t>(dataset.rows()));
  stage.count("members", static_cast<std::int64_t>(model_files.size()));
  stage.determinism("device", device_text(device));
  stage.determinism("precision", precision_text(precision));
  std::vector<float> gc = gc_contents(dataset.codes, static_cast<std::size_t>(dataset.construct.insert_length));
  Predictions predictions = combined(members, std::move(dataset), models.front().scaler, strands);
  predictions.dataset_sha256 = dataset_sha256;
  predictions.model_sha256 = model_sha256;
  predictions.gc = std::move(gc);
  if (config.interval_alpha) {
    add_intervals(models, strands, *config.interval_alpha, predictions, stage);
  }
  save_predictions(stage.output("predictions", "predictions.h5"), predictions);
}

}  // namespace cre
