#include "training/trainer.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "core/error.h"
#include "core/files.h"
#include "core/log.h"
#include "core/progress.h"
#include "model/registry.h"
#include "model/weights.h"
#include "storage/elements.h"
#include "training/history.h"
#include "training/stop_signal.h"
#include "training/train_epoch.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void check_target_cells(const TrainingSetup& setup, const Dataset& dataset, const TrainingData& data) {
  const bool known = std::any_of(data.train_rows.begin(), data.train_rows.end(), [&](std::int64_t row) {
    return dataset.measured.target_cell[static_cast<std::size_t>(row)] != kUnknownCell;
  });
  if (setup.model.options.target_cell && !known) {
    fail(ErrorKind::config, "model.target_cell: the dataset knows the target cell of no training row; see ",
         "qc.columns.target_cell");
  }
}

std::shared_ptr<Network> new_network(const TrainingSetup& setup, const Dataset& dataset, const TrainingData& data) {
  check_target_cells(setup, dataset, data);
  const NetworkShape shape = network_shape(dataset, setup.train.loss.outputs());
  const auto network = build_network(setup.model, shape, static_cast<std::uint64_t>(setup.train.seed));
  network->to(data.input.device());
  if (setup.model.options.motifs != MotifPrior::none) network->set_motif_scale(data.motif_mean, data.motif_sd);
  return network;
}

std::string lines_text(const std::vector<std::string>& lines) {
  return lines.empty() ? "" : join(lines, "\n") + "\n";
}

ModelFile model_file(const TrainingSetup& setup, const Dataset& dataset, const Network& network,
                     const RankedEpoch& epoch) {
  ModelConfig architecture = setup.model;
  return {.architecture = ConfigView(architecture).dump(),
          .tasks = dataset.tasks,
          .outputs = setup.train.loss.outputs(),
          .motifs = setup.model.options.motifs == MotifPrior::none ? std::vector<std::string>() : dataset.motifs.names,
          .motif_digest = dataset.motifs.digest,
          .scaler = dataset.scaler,
          .construct = dataset.construct,
          .dataset_sha256 = setup.dataset_sha256,
          .training = {{"seed", setup.train.seed},
                       {"epoch", epoch.epoch},
                       {"val_pearson", epoch.val_pearson},
                       {"val_pearson_mean", epoch.pearson_mean}},
          .weights = weights_of(network)};
}

}  // namespace

Trainer::Trainer(TrainingSetup setup, const Dataset& dataset, const TrainingData& data, fs::path folder)
    : setup_(std::move(setup)),
      dataset_(dataset),
      data_(data),
      folder_(std::move(folder)),
      network_(new_network(setup_, dataset, data)),
      task_weights_(setup_.train.task_weights, network_->shape().tasks, data.input.device()),
      optimizer_(*network_, setup_.train.optimizer, task_weights_.learned()),
      progress_{.epoch = 0,
                .early_stopping = EarlyStopping(setup_.train.early_stopping),
                .best = {},
                .history = {},
                .timing = {}} {}

fs::path Trainer::checkpoint_file() const {
  return folder_ / "checkpoint.h5";
}

fs::path Trainer::weights_file(std::int64_t epoch) const {
  return folder_ / "checkpoints" / concat("epoch_", epoch, ".h5");
}

bool Trainer::finished() const {
  return progress_.epoch >= setup_.train.epochs || progress_.early_stopping.should_stop();
}

std::string Trainer::stop_reason() const {
  return progress_.early_stopping.should_stop() ? "early_stopping" : "last_epoch";
}

void Trainer::resume_or_start() {
  if (fs::exists(checkpoint_file())) {
    load_checkpoint(checkpoint_file(), setup_.identity, state(), progress_);
    log_info(concat("resuming behind epoch ", progress_.epoch, " from ", checkpoint_file()));
    return;
  }
  // Weights of an earlier, finished training would be taken for ours.
  fs::remove_all(folder_ / "checkpoints");
  make_output_folder(folder_ / "checkpoints");
}

void Trainer::write_progress_files() const {
  write_text_file(folder_ / "history.jsonl", lines_text(progress_.history));
  write_text_file(folder_ / "timing.jsonl", lines_text(progress_.timing));
}

// The order matters for a kill at any point: what a checkpoint refers to is on disk before it, and what it no longer
// refers to is removed behind it.
void Trainer::finish_epoch(std::int64_t epoch, const EpochSummary& summary, const Validation& validation) {
  progress_.epoch = epoch;
  progress_.early_stopping.observe(epoch, validation.pearson_mean);
  progress_.history.push_back(history_line(epoch, summary, validation, dataset_.tasks));
  const RankedEpoch ranked{epoch, validation.pearson_mean, pearson_by_task(validation, dataset_.tasks)};
  std::optional<std::int64_t> dropped;
  if (progress_.best.offer(ranked, dropped)) {
    save_model_file(weights_file(epoch), model_file(setup_, dataset_, *network_, ranked));
  }
  save_checkpoint(checkpoint_file(), setup_.identity, state(), progress_);
  if (dropped) fs::remove(weights_file(*dropped));
  write_progress_files();
}

void Trainer::run() {
  const StopSignal signal;
  resume_or_start();
  const auto rows = static_cast<std::int64_t>(data_.train_rows.size());
  const at::ScalarType dtype = scalar_type(setup_.precision);
  const Strands strands = setup_.train.augmentation.reverse_complement > 0.0 ? Strands::both : Strands::forward;
  Progress bar("training", static_cast<std::uint64_t>(setup_.train.epochs * rows), "elements");
  bar.advance(static_cast<std::uint64_t>(progress_.epoch * rows));
  while (!finished()) {
    const std::int64_t epoch = progress_.epoch + 1;
    const auto start = std::chrono::steady_clock::now();
    const EpochSummary summary = train_epoch(state(), data_, setup_.train, dtype, epoch, [&](std::int64_t step_rows) {
      bar.advance(static_cast<std::uint64_t>(step_rows));
      if (signal.received()) {
        fail(ErrorKind::interrupted, "stopped by ", signal.name(), " in epoch ", epoch,
             "; the same command resumes behind epoch ", epoch - 1);
      }
    });
    const double train_seconds = seconds_since(start);
    const Validation validation =
        validate(*network_, data_, dataset_, strands, setup_.train.loss, {.batch = setup_.train.batch, .dtype = dtype});
    progress_.timing.push_back(timing_line(epoch, train_seconds, seconds_since(start) - train_seconds, rows));
    finish_epoch(epoch, summary, validation);
    const RankedEpoch& best = progress_.best.ranked().front();
    bar.note(concat("epoch ", epoch, "/", setup_.train.epochs, ", loss ", fixed_text(summary.loss, 3),
                    ", validation r ", fixed_text(validation.pearson_mean, 3), ", best ",
                    fixed_text(best.pearson_mean, 3), " in epoch ", best.epoch));
  }
}

}  // namespace cre
