// An epoch that goes on from a checkpoint after any of its steps equals one in one go, bit for bit.

#include "expect_error.h"
#include "temporary_folder.h"
#include "train/example_records.h"
#include "train/records/checkpoint.h"
#include "train/small_training.h"
#include "train/train_epoch.h"

namespace cre {
namespace {

constexpr std::int64_t kEpochs = 2;

struct ResumableRun {
  SmallTraining training;
  TrainingData data;
  TrainingProgress progress{.epoch = 0,
                            .summary = {},
                            .early_stopping = EarlyStopping(resolved(EarlyStoppingConfig{})),
                            .best = BestEpochs(0.001),
                            .tasks = kRecordTasks,
                            .history = {}};

  explicit ResumableRun(const TrainConfig& config)
      : training(config, small_config("multiscale", {{"multiscale", {{"norm", "weight+batch"}}}})),
        data(load_training_data(small_dataset(), "dataset.h5", {.sampling = config.sampling}, at::kCPU)) {}

  // Epochs to the end, or until `steps` steps were done in all.
  void go(std::int64_t steps = 1000) {
    const TrainConfig& config = training.config;
    const at::ScalarType dtype = config.precision == Precision::fp16   ? at::kHalf
                                 : config.precision == Precision::bf16 ? at::kBFloat16
                                                                       : at::kFloat;
    for (; progress.epoch < kEpochs; ++progress.epoch, progress.summary = {}) {
      progress.history.resize(static_cast<std::size_t>(progress.epoch), example_record(progress.epoch));
      train_epoch(training, data, config, dtype, progress.epoch + 1, progress.summary, [&](std::int64_t) {
        if (training.counts.tried == steps) {
          fail(ErrorKind::interrupted, "enough");
        }
      });
      last = progress.summary;
      last.seconds = last.network_seconds = 0.0;
    }
  }
  EpochSummary last;  // of the last finished epoch, without its time
};

void expect_equal(const ResumableRun& found, const ResumableRun& expected) {
  EXPECT_EQ(found.last.state(), expected.last.state());
  EXPECT_EQ(found.training.counts.tried, expected.training.counts.tried);
  EXPECT_EQ(found.training.counts.skipped, expected.training.counts.skipped);
  EXPECT_EQ(found.training.loss_scale.state(), expected.training.loss_scale.state());
  expect_equal_networks(*found.training.network, *expected.training.network);
  for (std::size_t i = 0; i < expected.training.average.state().size(); ++i) {
    EXPECT_TRUE(at::equal(found.training.average.state()[i].second, expected.training.average.state()[i].second));
  }
  for (std::size_t i = 0; i < expected.training.task_weights.state().size(); ++i) {
    const auto& [name, value] = expected.training.task_weights.state()[i];
    EXPECT_TRUE(at::equal(found.training.task_weights.state()[i].second, value)) << name;
  }
}

class ResumedEpoch : public testing::TestWithParam<const char*> {};

TEST_P(ResumedEpoch, EqualsOneInOneGo) {
  nlohmann::json section = {{"batch", 5}, {"epochs", kEpochs}};
  section.merge_patch(nlohmann::json::parse(GetParam()));
  const TrainConfig config = train_config(section);
  const TemporaryFolder folder;
  ResumableRun whole(config);
  whole.go();
  ASSERT_GT(whole.training.counts.tried, 5);
  for (const std::int64_t steps : {1L, 3L, static_cast<long>(whole.training.counts.tried) - 1}) {
    ResumableRun first(config), second(config);
    expect_error(ErrorKind::interrupted, "enough", [&] { first.go(steps); });
    save_checkpoint(folder / "c.h5", {}, first.training, first.progress);
    load_checkpoint(folder / "c.h5", {}, second.training, second.progress);
    second.go();
    expect_equal(second, whole);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Policies, ResumedEpoch,
    testing::Values(
        R"({})", R"({"optimizer": {"preset": "strong"}, "weight_average": 0.9})",
        R"({"optimizer": {"preset": "malinois"}, "schedule": {"warmup": 0, "restart_steps": 3}})",
        R"({"optimizer": {"algorithm": "adamw_amsgrad"}, "schedule": {"kind": "constant"}})",
        R"({"sampling": {"twice_from": 0.5, "both_strands": true}})",
        R"({"sampling": {"balance_bins": 3}, "schedule": {"warmup_epochs": 1.5}})",
        R"({"task_weights": {"kind": "inverse_variance", "start_epochs": 0}, "uniform_weight_epochs": 1})",
        R"({"task_weights": {"kind": "gradnorm", "every": 2}, "precision": "bf16"})",
        R"({"task_weights": {"kind": "uncertainty"}, "precision": "fp16", "weight_average": 0.5})",
        R"({"loss": {"consistency": 0.5}, "augmentation": {"mixup_alpha": 0.4, "shift": 0.5, "mask": 0.1}})"));

}  // namespace
}  // namespace cre
