// An epoch that goes on from a checkpoint after any of its steps equals one in one go, bit for bit.

#include "expect_error.h"
#include "temporary_folder.h"
#include "train/resumable_run.h"

namespace cre {
namespace {

class ResumedEpoch : public testing::TestWithParam<const char*> {};

TEST_P(ResumedEpoch, EqualsOneInOneGo) {
  nlohmann::json section = {{"batch", 5}, {"epochs", kResumableEpochs}};
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
