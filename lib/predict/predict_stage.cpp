#include "predict/predict_stage.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "baseline/linear_predictions.h"
#include "core/error.h"
#include "core/log.h"
#include "core/progress.h"
#include "layers/busy_machine.h"
#include "model/inference.h"
#include "model/out_of_memory.h"
#include "model/trained_network.h"
#include "predict/ensemble.h"
#include "predict/ensemble_selection.h"
#include "predict/interval_calibration.h"
#include "predict/model_checks.h"
#include "predict/validation_rows.h"
#include "sequence/gc_content.h"
#include "storage/predictions.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

// Predictions of each member, (members)(N K), on the original scale.
struct MemberPredictions {
  std::vector<std::vector<float>> forward, reverse, averaged;

  /// What counts of each member.
  const std::vector<std::vector<float>>& predicted(Strands strands) const {
    return strands == Strands::both ? averaged : forward;
  }
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

void predict_baseline(const LinearModel& model, const Dataset& dataset, Strands strands, unsigned threads,
                      MemberPredictions& out) {
  out.forward.push_back(linear_predictions(model, dataset, threads));  // both strands have the same features
  if (strands == Strands::both) {
    out.reverse.push_back(out.forward.back());
    out.averaged.push_back(out.forward.back());
  }
}

/// Allowed by predict.other_dataset; the reader of metrics must know.
void warn_of_other_dataset(const EnsembleMember& member, const std::string& dataset_sha256, StageRun& stage) {
  if (member.dataset_sha256 == dataset_sha256) {
    return;
  }
  stage.warn(concat(member.name, " was trained on another dataset (predict.other_dataset): rows of any split ",
                    "here may have been its training rows, so metrics of the test split are none of unseen rows"));
}

/// Throws integrity unless the member may predict the dataset.
void check_member(const EnsembleMember& member, const fs::path& file, const PredictConfig& config,
                  const std::string& dataset_sha256, StageRun& stage) {
  if (!config.other_dataset) {
    check_trained_on(member.dataset_sha256, file, dataset_sha256);
  }
  warn_of_other_dataset(member, dataset_sha256, stage);
}

std::vector<double> shares_of(std::vector<double> votes) {
  const double all = std::accumulate(votes.begin(), votes.end(), 0.0);
  for (double& one : votes) {
    one /= all;
  }
  return votes;
}

/// Chosen by what the members carry, so that they are the same for every dataset; by the dataset's own rows where a
/// member carries none.
std::vector<double> chosen_votes(const PredictConfig& config, const std::vector<EnsembleMember>& members,
                                 const ValidationRows& own, bool is_own, Strands strands, std::size_t tasks) {
  if (config.weighting == Weighting::equal) {
    return std::vector<double>(members.size(), 1.0);
  }
  const ValidationRows carried = carried_rows(members, strands);
  if (carried.empty() && (!is_own || own.empty())) {
    fail(ErrorKind::input, "predict.weighting is greedy, and ",
         is_own ? "the dataset has no validation rows"
                : "the models carry no validation rows of one and the same dataset",
         " to choose weights by; allowed then: equal");
  }
  const ValidationRows& rows = carried.empty() ? own : carried;
  const SelectedVotes selected = selected_votes(rows.predicted, rows.measured, tasks);
  const std::vector<double> share = shares_of(selected.votes);
  for (std::size_t m = 0; m < members.size(); ++m) {
    log_info(concat(members[m].name, ": weight ", fixed_text(share[m], 2), ", validation Pearson ",
                    fixed_text(selected.val_pearson[m], 3)));
  }
  log_info(concat("validation Pearson of the weighted mean ", fixed_text(selected.selected_pearson, 3),
                  ", of the plain mean ", fixed_text(selected.equal_pearson, 3)));
  return selected.votes;
}

/// "model 1 0.73, baseline 0.27", for manifest and report.
std::string weights_text(const std::vector<EnsembleMember>& members, const std::vector<double>& weights) {
  std::string text;
  for (std::size_t m = 0; m < members.size(); ++m) {
    text += concat(m == 0 ? "" : ", ", members[m].name, " ", fixed_text(weights[m], 2));
  }
  return text;
}

Predictions combined(const MemberPredictions& members, const std::vector<double>& votes, Dataset&& dataset,
                     Scaler scaler, Strands strands) {
  const EnsembleResult result = combine_members(members.predicted(strands), votes);
  Predictions predictions;
  predictions.tasks = std::move(dataset.tasks);
  predictions.insert_length = dataset.construct.insert_length;
  predictions.scaler = std::move(scaler);
  predictions.measured = std::move(dataset.measured);
  predictions.predicted = result.mean;
  predictions.member_sd = result.sd;
  predictions.forward = combine_members(members.forward, votes).mean;
  if (strands == Strands::both) {
    predictions.reverse = combine_members(members.reverse, votes).mean;
  }
  predictions.reverse_averaged = strands == Strands::both;
  return predictions;
}

}  // namespace

void run_predict(const PredictConfig& config, const fs::path& dataset_file, const std::vector<fs::path>& model_files,
                 const fs::path& baseline_file, StageRun& stage) {
  if (config.with_baseline && baseline_file.empty()) {
    fail(ErrorKind::usage, "predict.with_baseline is true: name the baseline.h5 of cre-baseline with --baseline");
  }
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
  std::vector<EnsembleMember> members;
  for (const fs::path& file : model_files) {
    models.push_back(load_model_file(file));
    ModelFile& model = models.back();
    check_model_fits(model, file, dataset);
    members.push_back({concat("model ", models.size()), model.dataset_sha256, std::move(model.calibration)});
    check_member(members.back(), file, config, dataset_sha256, stage);
    check_same_scaler(models.front().scaler, model.scaler, file);
  }
  std::optional<LinearModel> baseline;
  if (!baseline_file.empty()) {
    model_sha256.push_back(stage.artifact_input("baseline", baseline_file));
    baseline = load_linear_model(baseline_file);
    check_linear_model_fits(*baseline, baseline_file, dataset);
    members.push_back({"baseline", baseline->dataset_sha256, std::move(baseline->calibration)});
    check_member(members.back(), baseline_file, config, dataset_sha256, stage);
    check_same_scaler(models.front().scaler, baseline->scaler, baseline_file);
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
  MemberPredictions predicted;
  for (std::size_t i = 0; i < models.size(); ++i) {
    diagnose_memory(device, concat("predict.batch: ", config.batch, " elements at a time of ", model_files[i].string()),
                    "lower it, or use predict.precision bf16 where the device has it",
                    [&] { predict_member(models[i], model_files[i], input, options, strands, predicted); });
  }
  if (baseline) {
    predict_baseline(*baseline, dataset, strands, stage.threads(), predicted);
  }
  const std::size_t tasks = dataset.task_count();
  const ValidationRows own = dataset_rows(dataset.measured, predicted.predicted(strands), tasks);
  const std::vector<double> votes =
      chosen_votes(config, members, own, all_trained_on(members, dataset_sha256), strands, tasks);
  stage.count("rows", static_cast<std::int64_t>(dataset.rows()));
  stage.count("members", static_cast<std::int64_t>(members.size()));
  stage.determinism("device", device_text(device));
  stage.determinism("precision", precision_text(precision));
  std::vector<float> gc = gc_contents(dataset.codes, static_cast<std::size_t>(dataset.construct.insert_length));
  Predictions predictions = combined(predicted, votes, std::move(dataset), models.front().scaler, strands);
  predictions.dataset_sha256 = dataset_sha256;
  predictions.model_sha256 = model_sha256;
  if (config.weighting != Weighting::equal) {
    predictions.model_weight = shares_of(votes);
    stage.determinism("weights", weights_text(members, predictions.model_weight));
  }
  predictions.gc = std::move(gc);
  if (config.interval_alpha) {
    add_intervals(members, own, strands, votes, *config.interval_alpha, predictions, stage);
  }
  save_predictions(stage.output("predictions", "predictions.h5"), predictions);
}

}  // namespace cre
