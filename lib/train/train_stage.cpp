#include "train/train_stage.h"

#include <sys/resource.h>

#include <algorithm>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/text.h"
#include "core/version.h"
#include "layers/busy_machine.h"
#include "model/inference.h"
#include "model/match_parameters.h"
#include "model/out_of_memory.h"
#include "model/registry.h"
#include "model/trained_network.h"
#include "storage/elements.h"
#include "storage/model_file.h"
#include "train/records/history.h"
#include "train/trainer.h"

namespace cre {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

TrainingIdentity identity(const StageRun& stage, const TrainingSetup& setup, const at::Device& device) {
  Json config = stage.info().config;
  for (const char* key : {"resident_mib", "checkpoint_minutes"}) {
    config.at("train").erase(key);  // no result depends on it
  }
  return {{"config", config},
          {"match_parameters", setup.model.match_parameters ? Json(*setup.model.match_parameters) : Json(nullptr)},
          {"dataset_sha256", setup.dataset_sha256},
          {"threads", stage.threads()},
          {"device", device_text(device)},
          {"precision", precision_text(setup.precision)},
          {"git_commit", git_commit()},
          {"libraries", build_facts().at("libraries")}};
}

nlohmann::ordered_json epoch_json(const RankedEpoch& epoch) {
  return {{"epoch", epoch.epoch}, {"val_pearson", epoch.val_pearson}, {"val_pearson_mean", epoch.pearson_mean}};
}

// What varies between equal runs.
struct Cost {
  double train_seconds = 0.0, validation_seconds = 0.0, network_seconds = 0.0, samples_per_second = 0.0;
  std::int64_t peak_memory_bytes = 0;
};

Cost cost_of(const Trainer& trainer, const TrainingData& data) {
  Cost cost;
  for (const EpochRecord& epoch : trainer.progress().history) {
    cost.train_seconds += epoch.summary.seconds;
    cost.validation_seconds += epoch.validation_seconds;
    cost.network_seconds += epoch.network_seconds();
  }
  const auto visits = static_cast<double>(data.sampler.visits_per_epoch());
  cost.samples_per_second = visits * static_cast<double>(trainer.progress().epoch) / cost.train_seconds;
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) {
    cost.peak_memory_bytes = usage.ru_maxrss * 1024;
  }
  return cost;
}

nlohmann::ordered_json training_json(const Trainer& trainer, const TrainingSetup& setup, const at::Device& device,
                                     const Cost& cost) {
  const TrainingProgress& progress = trainer.progress();
  const auto& ranked = progress.best.ranked();
  nlohmann::ordered_json checkpoints = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    nlohmann::ordered_json entry = epoch_json(ranked[i]);
    entry["file"] = i == 0 ? "model.h5" : concat("checkpoints/epoch_", ranked[i].epoch, ".h5");
    checkpoints.push_back(std::move(entry));
  }
  const double stable = stable_share(progress.history, resolved(setup.train.early_stopping).patience);
  return {{"seed", setup.train.seed},
          {"epochs_run", progress.epoch},
          {"best_epoch", ranked.front().epoch},
          {"stop_reason", trainer.stop_reason()},
          {"precision", precision_text(setup.precision)},
          {"device", device.str()},
          {"parameters", trainer.parameter_count()},
          {"best", epoch_json(ranked.front())},
          {"checkpoints", checkpoints},
          {"stable_share", stable},
          {"unstable", stable < setup.train.early_stopping.stable_share},
          {"steps", trainer.counts().tried},
          {"skipped_steps", trainer.counts().skipped},
          {"train_seconds", cost.train_seconds},
          {"validation_seconds", cost.validation_seconds},
          {"network_share", cost.network_seconds / (cost.train_seconds + cost.validation_seconds)},
          {"samples_per_second", cost.samples_per_second},
          {"peak_memory_bytes", cost.peak_memory_bytes}};
}

// In fp32 and on both strands, as cre-predict does it by default: the intervals of new sequences are made of it.
Calibration calibration_of(Network& network, const TrainingData& data, const Dataset& dataset, std::int64_t batch) {
  const auto predict = [&](Strand strand) {
    return dataset.scaler.restored(infer(network, data.input, data.val_rows, strand, {.batch = batch}).activity);
  };
  Calibration out{.measured = {}, .forward = predict(Strand::forward), .reverse = predict(Strand::reverse)};
  for (const std::int64_t row : data.val_rows) {
    const auto first = dataset.measured.activity.begin() + row * static_cast<std::ptrdiff_t>(dataset.task_count());
    out.measured.insert(out.measured.end(), first, first + static_cast<std::ptrdiff_t>(dataset.task_count()));
  }
  return out;
}

// The best weights get their final name, and what they predict for the validation rows; the next two stay where they
// are.
void publish(const Trainer& trainer, const TrainingData& data, const Dataset& dataset, const at::Device& device,
             std::int64_t batch, StageRun& stage) {
  const auto& ranked = trainer.progress().best.ranked();
  const fs::path best = trainer.weights_file(ranked.front().epoch);
  ModelFile model = load_model_file(best);
  model.calibration = calibration_of(*trained_network(model, best, device), data, dataset, batch);
  save_model_file(stage.output("model", "model.h5"), model);
  for (std::size_t i = 1; i < ranked.size(); ++i) {
    stage.output("checkpoint", concat("checkpoints/epoch_", ranked[i].epoch, ".h5"));
  }
}

void report_facts(const Trainer& trainer, const TrainingData& data, const Cost& cost, StageRun& stage) {
  stage.count("train_rows", static_cast<std::int64_t>(data.train_rows.size()));
  stage.count("val_rows", static_cast<std::int64_t>(data.val_rows.size()));
  stage.count("parameters", trainer.parameter_count());
  stage.count("epochs", trainer.progress().epoch);
  stage.run_fact("train_seconds", cost.train_seconds);
  stage.run_fact("samples_per_second", cost.samples_per_second);
  stage.run_fact("peak_memory_bytes", cost.peak_memory_bytes);
}

void warn_without_target_cells(const TrainingSetup& setup, const Dataset& dataset, const TrainingData& data,
                               StageRun& stage) {
  const bool known = std::any_of(data.train_rows.begin(), data.train_rows.end(), [&](std::int64_t row) {
    return dataset.measured.target_cell[static_cast<std::size_t>(row)] != kUnknownCell;
  });
  if (setup.model.options.target_cell && !known) {
    stage.warn("model.target_cell: the dataset knows the target cell of no training row (see qc.columns.target_cell)");
  }
}

constexpr const char* kSmallerTraining =
    "lower train.batch, the network's widths, or use train.precision bf16 where the device has it";

}  // namespace

ModelConfig matched_to(const fs::path& file, ModelConfig model) {
  if (model.match_parameters) {
    fail(ErrorKind::usage, "--match-parameters-of and model.match_parameters ask for two sizes; leave one of them out");
  }
  model.match_parameters = trained_network(load_model_file(file), file, at::kCPU)->parameter_count();
  return model;
}

void run_train(const ModelConfig& model, const TrainConfig& train, const TrainInputs& inputs, Resume resume,
               StageRun& stage) {
  start_torch(stage);
  const BusyMachine busy_machine(stage.threads());
  const at::Device device = parse_device(train.device);
  TrainingSetup setup{.model = model,
                      .train = train,
                      .precision = resolve_precision(train.precision, device),
                      .dataset_sha256 = stage.artifact_input("dataset", inputs.dataset),
                      .identity = {}};
  if (!inputs.matched_model.empty()) {
    stage.artifact_input("matched_model", inputs.matched_model);
    setup.model = matched_to(inputs.matched_model, model);
  }
  setup.identity = identity(stage, setup, device);
  const Dataset dataset = load_dataset(inputs.dataset);
  setup.model = with_matched_parameters(setup.model, network_shape(dataset, train.loss.outputs()));
  std::optional<TrainingData> loaded;
  diagnose_memory(device, "train.resident_mib: the sequences and motif scores", "lower it", [&] {
    loaded.emplace(load_training_data(dataset, inputs.dataset.string(),
                                      {.sampling = train.sampling,
                                       .motifs = setup.model.options.motifs,
                                       .resident_bytes = train.resident_mib * kMebibyte},
                                      device));
  });
  const TrainingData& data = *loaded;
  warn_without_target_cells(setup, dataset, data, stage);
  stage.seed("train", static_cast<std::uint64_t>(train.seed));
  stage.determinism("device", device_text(device));
  stage.determinism("precision", precision_text(setup.precision));

  std::optional<Trainer> built;
  diagnose_memory(device, "model: the weights of the network", kSmallerTraining,
                  [&] { built.emplace(setup, dataset, data, stage.info().folder); });
  Trainer& trainer = *built;
  log_info(concat("training ", grouped(trainer.parameter_count()), " parameters on ",
                  counted(data.train_rows.size(), "element"), ", ", grouped(data.val_rows.size()), " for validation; ",
                  device.str(), ", ", precision_text(setup.precision),
                  train.precision == Precision::automatic ? " (chosen by the hardware)" : "", ", ",
                  counted(stage.threads(), "thread")));
  // Announced before the first epoch writes them: a manifest of an earlier training here describes other files.
  stage.output("history", "history.jsonl");
  stage.output("history_table", "history.tsv");
  stage.varying_output("timing", "timing.jsonl");
  if (resume == Resume::never) {
    fs::remove(trainer.checkpoint_file());
  }
  diagnose_memory(device,
                  concat("train.batch: ", train.batch, " elements at a time of a network with ",
                         trainer.parameter_count(), " parameters"),
                  kSmallerTraining, [&] { trainer.run(); });

  const Cost cost = cost_of(trainer, data);
  write_text_file(stage.varying_output("training", "training.json"),
                  pretty_json(training_json(trainer, setup, device, cost)));
  publish(trainer, data, dataset, device, train.batch, stage);
  report_facts(trainer, data, cost, stage);
  stage.remove_when_finished(trainer.checkpoint_file());
  stage.remove_when_finished(trainer.stuck_file());
  stage.remove_when_finished(trainer.weights_file(trainer.progress().best.ranked().front().epoch));
  const RankedEpoch& best = trainer.progress().best.ranked().front();
  log_info(concat("best epoch ", best.epoch, " of ", trainer.progress().epoch, ", mean validation Pearson ",
                  fixed_text(best.pearson_mean, 3)));
}

}  // namespace cre
