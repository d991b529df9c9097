#include "training/train_stage.h"

#include <sys/resource.h>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/version.h"
#include "model/registry.h"
#include "training/trainer.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

TrainingIdentity identity(const StageRun& stage, const TrainingSetup& setup, const at::Device& device) {
  return {{"config", stage.info().config},
          {"dataset_sha256", setup.dataset_sha256},
          {"threads", stage.threads()},
          {"device", device.str()},
          {"precision", precision_text(setup.precision)},
          {"git_commit", git_commit()},
          {"libraries", build_facts().at("libraries")}};
}

nlohmann::ordered_json epoch_json(const RankedEpoch& epoch) {
  return {{"epoch", epoch.epoch}, {"val_pearson", epoch.val_pearson}, {"val_pearson_mean", epoch.pearson_mean}};
}

nlohmann::ordered_json training_json(const Trainer& trainer, const TrainingSetup& setup, const at::Device& device) {
  const auto& ranked = trainer.progress().best.ranked();
  nlohmann::ordered_json checkpoints = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    nlohmann::ordered_json entry = epoch_json(ranked[i]);
    entry["file"] = i == 0 ? "model.h5" : concat("checkpoints/epoch_", ranked[i].epoch, ".h5");
    checkpoints.push_back(std::move(entry));
  }
  return {{"seed", setup.train.seed},
          {"epochs_run", trainer.progress().epoch},
          {"best_epoch", ranked.front().epoch},
          {"stop_reason", trainer.stop_reason()},
          {"precision", precision_text(setup.precision)},
          {"device", device.str()},
          {"parameters", trainer.parameter_count()},
          {"best", epoch_json(ranked.front())},
          {"checkpoints", checkpoints}};
}

// The best weights get their final name; the next two stay where they are.
void publish(const Trainer& trainer, StageRun& stage) {
  const auto& ranked = trainer.progress().best.ranked();
  const fs::path best = trainer.weights_file(ranked.front().epoch);
  write_text_file(stage.output("model", "model.h5"), read_text_file(best));
  for (std::size_t i = 1; i < ranked.size(); ++i) {
    stage.output("checkpoint", concat("checkpoints/epoch_", ranked[i].epoch, ".h5"));
  }
}

void report_facts(const Trainer& trainer, const TrainingData& data, StageRun& stage) {
  stage.count("train_rows", static_cast<std::int64_t>(data.train_rows.size()));
  stage.count("val_rows", static_cast<std::int64_t>(data.val_rows.size()));
  stage.count("parameters", trainer.parameter_count());
  stage.count("epochs", trainer.progress().epoch);
  double seconds = 0.0;
  for (const std::string& line : trainer.progress().timing) {
    seconds += nlohmann::json::parse(line).at("train_seconds").get<double>();
  }
  const double rows = static_cast<double>(data.train_rows.size()) * static_cast<double>(trainer.progress().epoch);
  stage.run_fact("train_seconds", seconds);
  stage.run_fact("samples_per_second", rows / seconds);
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) stage.run_fact("peak_memory_bytes", usage.ru_maxrss * 1024);
}

}  // namespace

void run_train(const ModelConfig& model, const TrainConfig& train, const fs::path& dataset_file, Resume resume,
               StageRun& stage) {
  start_torch(stage.threads());
  const at::Device device = parse_device(train.device);
  TrainingSetup setup{.model = model,
                      .train = train,
                      .precision = resolve_precision(train.precision, device),
                      .dataset_sha256 = stage.artifact_input("dataset", dataset_file),
                      .identity = {}};
  setup.identity = identity(stage, setup, device);
  const Dataset dataset = load_dataset(dataset_file);
  setup.model = with_matched_parameters(model, network_shape(dataset, train.loss.outputs()));
  const TrainingData data = load_training_data(dataset, dataset_file.string(), device);
  stage.seed("train", static_cast<std::uint64_t>(train.seed));
  stage.determinism("device", device.str());
  stage.determinism("precision", precision_text(setup.precision));

  Trainer trainer(setup, dataset, data, stage.info().folder);
  log_info(concat("training ", trainer.parameter_count(), " parameters on ", data.train_rows.size(), " elements, ",
                  data.val_rows.size(), " for validation; ", device.str(), ", ", precision_text(setup.precision),
                  train.precision == Precision::automatic ? " (chosen by the hardware)" : "", ", ", stage.threads(),
                  " threads"));
  // Announced before the first epoch writes them: a manifest of an earlier training here describes other files.
  stage.output("history", "history.jsonl");
  stage.varying_output("timing", "timing.jsonl");
  if (resume == Resume::never) {
    fs::remove(trainer.checkpoint_file());
  }
  trainer.run();

  write_text_file(stage.output("training", "training.json"), pretty_json(training_json(trainer, setup, device)));
  publish(trainer, stage);
  report_facts(trainer, data, stage);
  stage.remove_when_finished(trainer.checkpoint_file());
  stage.remove_when_finished(trainer.weights_file(trainer.progress().best.ranked().front().epoch));
  const RankedEpoch& best = trainer.progress().best.ranked().front();
  log_info(concat("best epoch ", best.epoch, " of ", trainer.progress().epoch, ", mean validation Pearson ",
                  fixed_text(best.pearson_mean, 3)));
}

}  // namespace cre
