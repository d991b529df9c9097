#include "train/trainer.h"

#include <cstdio>

#include "core/error.h"
#include "core/files.h"
#include "core/log.h"
#include "core/progress.h"
#include "model/registry.h"
#include "model/weights.h"
#include "train/records/history.h"
#include "train/records/progress_files.h"
#include "train/train_epoch.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<Network> new_network(const TrainingSetup& setup, const Dataset& dataset, const TrainingData& data) {
  const NetworkShape shape = network_shape(dataset, setup.train.loss.outputs());
  auto network = build_network(setup.model, shape, static_cast<std::uint64_t>(setup.train.seed));
  network->to(data.input.device());
  if (setup.model.options.motifs != MotifPrior::none) {
    network->set_motif_scale(data.motif_mean, data.motif_sd);
  }
  return network;
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

// Leaves a validation when a signal asked to stop.
struct StopRequested {};

// The larger is the better of two epochs of nearly the same Pearson.
double tie_value(TieBreak tie_break, std::int64_t epoch, const Validation& validation) {
  switch (tie_break) {
    case TieBreak::min_gap:
      return validation.min_gap_mean;
    case TieBreak::mse:
      return -validation.mse_mean;
    case TieBreak::earlier:
      return -static_cast<double>(epoch);
    case TieBreak::of_preset:
      break;
  }
  fail(ErrorKind::internal, "ties without a rule");
}

}  // namespace

Trainer::Trainer(TrainingSetup setup, const Dataset& dataset, const TrainingData& data, fs::path folder)
    : setup_(std::move(setup)),
      dataset_(dataset),
      data_(data),
      folder_(std::move(folder)),
      learner_(new_network(setup_, dataset, data), setup_.train, setup_.precision),
      progress_{.epoch = 0,
                .summary = {},
                .early_stopping = EarlyStopping(resolved(setup_.train.early_stopping)),
                .best = BestEpochs(setup_.train.early_stopping.tie_margin),
                .tasks = dataset.tasks,
                .history = {}} {}

fs::path Trainer::checkpoint_file() const {
  return folder_ / "checkpoint.h5";
}

fs::path Trainer::stuck_file() const {
  return folder_ / "stuck.txt";
}

fs::path Trainer::weights_file(std::int64_t epoch) const {
  return cre::weights_file(folder_, epoch);
}

bool Trainer::finished() const {
  return progress_.epoch >= setup_.train.max_epochs() || progress_.early_stopping.should_stop();
}

std::string Trainer::stop_reason() const {
  return progress_.early_stopping.should_stop() ? "early_stopping" : "last_epoch";
}

void Trainer::save() {
  save_checkpoint(checkpoint_file(), setup_.identity, learner_, progress_);
  saved_ = now();
}

void Trainer::resume_or_start() {
  saved_ = now();
  if (fs::exists(checkpoint_file())) {
    load_checkpoint(checkpoint_file(), setup_.identity, learner_, progress_);
    require_weights(folder_, checkpoint_file(), progress_.best);
    log_info(concat("resuming after epoch ", progress_.epoch, ", step ", grouped(progress_.summary.steps), " from ",
                    checkpoint_file()));
    // A kill may have come between the checkpoint and what follows from it.
    make_output_folder(folder_ / "checkpoints");
    remove_other_weights(folder_, progress_.best);
    write_progress_files(folder_, progress_);
    return;
  }
  // Weights of an earlier, finished training would be taken for ours.
  fs::remove_all(folder_ / "checkpoints");
  make_output_folder(folder_ / "checkpoints");
}

void Trainer::stop(const StopSignal& signal) {
  save();
  fail(ErrorKind::interrupted, "stopped by ", signal.name(), " in epoch ", progress_.epoch + 1, " after step ",
       progress_.summary.steps, "; the same command resumes there");
}

void Trainer::train_one_epoch(Progress& bar, Watchdog& watchdog) {
  const std::int64_t epoch = progress_.epoch + 1;
  const auto next_step = [&] { watchdog.alive(concat("epoch ", epoch, ", step ", progress_.summary.steps + 1)); };
  next_step();
  train_epoch(learner_, data_, setup_.train, scalar_type(setup_.precision), epoch, progress_.summary,
              [&](std::int64_t visits) {
                next_step();
                bar.advance(static_cast<std::uint64_t>(visits));
                if (watchdog.signal().received()) {
                  stop(watchdog.signal());
                }
                if (seconds_since(saved_) >= 60.0 * setup_.train.checkpoint_minutes) {
                  save();
                }
              });
}

Validation Trainer::validate_epoch(Progress& bar, Watchdog& watchdog) {
  watchdog.alive(concat("epoch ", progress_.epoch + 1, ", validation"));
  const Strands strands = setup_.train.validates_both_strands() ? Strands::both : Strands::forward;
  const InferenceOptions inference{
      .batch = setup_.train.batch, .dtype = scalar_type(setup_.precision), .after_batch = [&](std::int64_t) {
        watchdog.alive();
        bar.advance(0);
        if (watchdog.signal().received()) {
          throw StopRequested{};
        }
      }};
  try {
    const WeightAverage::Use averaged(learner_.average);
    return validate(*learner_.network, data_, dataset_, strands, setup_.train.loss, inference);
  } catch (const StopRequested&) {
    stop(watchdog.signal());  // after the last step of the epoch, with its own weights again
  }
}

// The order matters for a kill at any point: what a checkpoint refers to is on disk before it, and what it no longer
// refers to is removed after it.
void Trainer::finish_epoch(const Validation& validation, double validation_seconds) {
  const Instant start = now();
  const std::int64_t epoch = ++progress_.epoch;
  progress_.early_stopping.observe(epoch, validation.pearson_mean);
  progress_.history.push_back({.epoch = epoch,
                               .summary = progress_.summary,
                               .skipped_steps = learner_.counts.skipped,
                               .validation = validation,
                               .planned_visits = data_.sampler.visits_per_epoch(),
                               .validation_seconds = validation_seconds});
  progress_.summary = {};
  const RankedEpoch ranked{.epoch = epoch,
                           .pearson_mean = validation.pearson_mean,
                           .tie_value = tie_value(resolved(setup_.train.early_stopping).tie_break, epoch, validation),
                           .val_pearson = pearson_by_task(validation, dataset_.tasks)};
  std::optional<std::int64_t> dropped;
  if (progress_.best.offer(ranked, dropped)) {
    const WeightAverage::Use averaged(learner_.average);
    save_model_file(weights_file(epoch), model_file(setup_, dataset_, *learner_.network, ranked));
  }
  save();
  if (dropped) {
    fs::remove(weights_file(*dropped));
  }
  write_progress_files(folder_, progress_);
  progress_.summary.seconds = seconds_since(start);  // belongs to the next epoch, as this one's line is written
}

void Trainer::run() {
  const StopSignal signal;
  Watchdog watchdog(signal,
                    {.file = stuck_file(),
                     .remedy = concat("; the same command goes on from ", checkpoint_file(), " where it exists")});
  resume_or_start();
  const std::int64_t visits = data_.sampler.visits_per_epoch();
  Progress bar("training", static_cast<std::uint64_t>(setup_.train.max_epochs() * visits), "elements");
  bar.resume_at(static_cast<std::uint64_t>(progress_.epoch * visits + progress_.summary.visits));
  bar.may_end_earlier();
  while (!finished()) {
    bar.step(concat("epoch ", grouped(progress_.epoch + 1), " of ", grouped(setup_.train.max_epochs())));
    train_one_epoch(bar, watchdog);
    const double loss = progress_.summary.loss, rate = progress_.summary.learning_rate;
    const Instant start = now();
    const Validation validation = validate_epoch(bar, watchdog);
    watchdog.alive(concat("epoch ", progress_.epoch + 1, ", writing its results"));
    finish_epoch(validation, seconds_since(start));
    const RankedEpoch& best = progress_.best.ranked().front();
    bar.note(concat("validation r ", fixed_text(validation.pearson_mean, 3), ", best ",
                    fixed_text(best.pearson_mean, 3), " in epoch ", best.epoch, ", loss ", fixed_text(loss, 3),
                    ", learning rate ", fixed_text(1000.0 * rate, 3), "e-3"));
  }
}

}  // namespace cre
