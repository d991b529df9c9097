#include "train/records/checkpoint.h"

#include <cmath>

#include "expect_error.h"
#include "temporary_folder.h"
#include "train/example_records.h"
#include "train/records/history.h"
#include "train/small_training.h"

namespace cre {
namespace {

TrainingProgress fresh_progress() {
  return {.epoch = 0,
          .summary = {},
          .early_stopping = EarlyStopping(resolved(EarlyStoppingConfig{})),
          .best = BestEpochs(0.001),
          .tasks = kRecordTasks,
          .history = {}};
}

TrainingProgress progress_after(std::int64_t epoch) {
  TrainingProgress progress = fresh_progress();
  progress.epoch = epoch;
  for (std::int64_t i = 1; i <= epoch; ++i) {
    progress.history.push_back(example_record(i));
    progress.early_stopping.observe(i, 0.25);
  }
  std::optional<std::int64_t> dropped;
  progress.best.offer({1, std::nan(""), std::nan(""), {{"K562", 0.1}}}, dropped);
  return progress;
}

SmallTraining training_with(const char* task_weights) {
  const TrainConfig train =
      train_config({{"task_weights", {{"kind", task_weights}, {"start_epochs", 0}, {"every", 2}}}});
  return SmallTraining(train, small_config("multiscale", {{"multiscale", {{"norm", "weight+batch"}}}}));
}

void run_steps(SmallTraining& training, std::int64_t first, std::int64_t last) {
  for (std::int64_t i = first; i < last; ++i) {
    training.step({i, i + 6, i + 12, i + 1}, 1 + i / 2, 1e-2);
  }
}

TEST(Checkpoint, ContinuesBitForBitWhateverTheTaskWeights) {
  const TemporaryFolder folder;
  const TrainingIdentity identity = {{"seed", 1}};
  for (const char* kind : {"equal", "inverse_variance", "uncertainty", "gradnorm"}) {
    SmallTraining whole = training_with(kind), first = training_with(kind), second = training_with(kind);
    run_steps(whole, 0, 6);
    run_steps(first, 0, 3);
    TrainingProgress saved = progress_after(1), progress = fresh_progress();
    save_checkpoint(folder / "c.h5", identity, first, saved);
    load_checkpoint(folder / "c.h5", identity, second, progress);

    const auto before = first.task_weights.state(), after = second.task_weights.state();
    for (std::size_t i = 0; i < before.size(); ++i) {
      EXPECT_TRUE(at::equal(after[i].second, before[i].second)) << kind << ' ' << before[i].first;
    }
    run_steps(second, 3, 6);
    EXPECT_EQ(second.optimizer.steps(), 6);
    expect_equal_networks(*second.network, *whole.network);
    EXPECT_TRUE(at::equal(second.task_weights.of_epoch(9), whole.task_weights.of_epoch(9))) << kind;
    EXPECT_EQ(at::equal(whole.task_weights.of_epoch(9), at::ones({2})), std::string(kind) == "equal") << kind;
  }
}

TEST(Checkpoint, LearnedTaskWeightsStayLearnable) {
  const TemporaryFolder folder;
  SmallTraining first = training_with("uncertainty"), second = training_with("uncertainty");
  run_steps(first, 0, 2);
  TrainingProgress progress = progress_after(1);
  save_checkpoint(folder / "c.h5", {}, first, progress);
  load_checkpoint(folder / "c.h5", {}, second, progress);
  const at::Tensor s = second.task_weights.learned().front().second, before = s.detach().clone();
  run_steps(second, 2, 3);
  EXPECT_FALSE(at::equal(s, before));
}

TEST(Checkpoint, KeepsTheProgress) {
  const TemporaryFolder folder;
  SmallTraining training = training_with("equal");
  const TrainingProgress saved = progress_after(2);
  TrainingProgress progress = fresh_progress();
  save_checkpoint(folder / "c.h5", {}, training, saved);
  load_checkpoint(folder / "c.h5", {}, training, progress);
  EXPECT_EQ(progress.epoch, 2);
  ASSERT_EQ(progress.history.size(), 2U);
  EXPECT_EQ(history_table(progress.history, kRecordTasks), history_table(saved.history, kRecordTasks));
  EXPECT_EQ(timing_line(progress.history[1]).dump(), timing_line(saved.history[1]).dump());
  EXPECT_EQ(progress.early_stopping.state(), saved.early_stopping.state());
  ASSERT_EQ(progress.best.ranked().size(), 1U);
  EXPECT_TRUE(std::isnan(progress.best.ranked()[0].pearson_mean));
  EXPECT_TRUE(std::isnan(progress.best.ranked()[0].tie_value));
}

TEST(Checkpoint, OfAnotherTrainingIsRefusedWithTheDifference) {
  const TemporaryFolder folder;
  SmallTraining training = training_with("equal");
  TrainingProgress progress = progress_after(1);
  save_checkpoint(folder / "c.h5", {{"config", {{"train", {{"seed", 1}}}}}}, training, progress);
  expect_error(ErrorKind::integrity, "config.train.seed was 1, is 2",
               [&] { load_checkpoint(folder / "c.h5", {{"config", {{"train", {{"seed", 2}}}}}}, training, progress); });
}

TEST(TrainingIdentity, DifferencesAreCounted) {
  EXPECT_EQ(identity_difference({{"a", 1}}, {{"a", 1}}), std::nullopt);
  EXPECT_EQ(identity_difference({{"a", 1}, {"b", "x"}}, {{"a", 2}, {"c", 3}}).value(), "a was 1, is 2 (and 2 more)");
}

}  // namespace
}  // namespace cre
