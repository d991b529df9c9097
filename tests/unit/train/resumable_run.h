#pragma once
// A small training over two epochs that can stop after any step, be saved, and go on.

#include <gtest/gtest.h>

#include "core/error.h"
#include "train/example_records.h"
#include "train/records/checkpoint.h"
#include "train/small_training.h"
#include "train/train_epoch.h"

namespace cre {

inline constexpr std::int64_t kResumableEpochs = 2;

inline ModelConfig resumable_model(const std::string& architecture = "multiscale") {
  return architecture == "multiscale" ? small_config(architecture, {{"multiscale", {{"norm", "weight+batch"}}}})
                                      : small_config(architecture);
}

struct ResumableRun {
  SmallTraining training;
  TrainingData data;
  TrainingProgress progress{.epoch = 0,
                            .summary = {},
                            .early_stopping = EarlyStopping(resolved(EarlyStoppingConfig{})),
                            .best = BestEpochs(0.001),
                            .tasks = kRecordTasks,
                            .history = {}};

  explicit ResumableRun(const TrainConfig& config, const ModelConfig& model = resumable_model(),
                        const at::Device& device = at::kCPU)
      : training(config, model, device),
        data(load_training_data(small_dataset(), "dataset.h5", {.sampling = config.sampling}, device)) {}

  // Epochs to the end, or until `steps` steps were done in all.
  void go(std::int64_t steps = 1000) {
    const TrainConfig& config = training.config;
    const at::ScalarType dtype = config.precision == Precision::automatic ? at::kFloat : scalar_type(config.precision);
    for (; progress.epoch < kResumableEpochs; ++progress.epoch, progress.summary = {}) {
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

inline void expect_equal(const ResumableRun& found, const ResumableRun& expected) {
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

}  // namespace cre
