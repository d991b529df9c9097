// What a GPU computes against what the processor computes, and against itself; skipped where there is none.

#include <gtest/gtest.h>

#include "expect_error.h"
#include "model/inference.h"
#include "temporary_folder.h"
#include "train/gpu_or_stand_in.h"
#include "train/resumable_run.h"
#include "train/three_steps.h"

namespace cre {
namespace {

class Gpu : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const std::optional<at::Device> device = gpu_or_stand_in();
    if (!device) {
      GTEST_SKIP() << "needs a GPU";
    }
    device_ = *device;
  }
  at::Device device_ = at::kCPU;
};

TEST_P(Gpu, TrainsAndPredictsLikeTheProcessorInFp32) {
  for (const nlohmann::json& section : kPlainAndAugmented) {
    SCOPED_TRACE(section.dump());
    expect_close(three_steps(GetParam(), section, at::kFloat, device_),
                 three_steps(GetParam(), section, at::kFloat, at::kCPU), 1e-4);
  }
}

TEST_P(Gpu, TrainsAndPredictsLikeTheProcessorInBf16) {
  for (const nlohmann::json& section : kPlainAndAugmented) {
    SCOPED_TRACE(section.dump());
    expect_close(three_steps(GetParam(), section, at::kBFloat16, device_),
                 three_steps(GetParam(), section, at::kBFloat16, at::kCPU), 2e-2);
  }
}

TEST_P(Gpu, PredictsTheSameRecordedAndBatchByBatch) {
  const TrainingData data = small_data_on(device_);
  SmallTraining training(train_config(), small_config(GetParam()), device_);
  const auto predicted = [&](std::span<const std::int64_t> rows) {
    return infer(*training.network, data.input, rows, Strand::reverse, {2, at::kBFloat16}).activity;
  };
  const std::vector<std::int64_t> rows = {0, 1, 2, 4, 5, 6, 8};
  const std::vector<float> recorded = predicted(rows);  // of four batches on
  std::vector<float> expected;
  for (std::size_t i = 0; i < rows.size(); i += 2) {
    const std::vector<float> part = predicted(std::span(rows).subspan(i, std::min<std::size_t>(2, rows.size() - i)));
    expected.insert(expected.end(), part.begin(), part.end());
  }
  EXPECT_EQ(recorded, expected);
}

TrainConfig resumable_config(const at::Device& device, const char* precision, bool graph) {
  return train_config({{"batch", 5},
                       {"device", device.str()},
                       {"epochs", kResumableEpochs},
                       {"precision", precision},
                       {"cuda_graph", graph && device.is_cuda()},
                       {"augmentation", {{"mixup_alpha", 0.4}, {"shift", 0.5}}}});
}

// Plain and recorded, in both precisions.
std::vector<TrainConfig> resumable_configs(const at::Device& device) {
  return {resumable_config(device, "fp32", false), resumable_config(device, "bf16", false),
          resumable_config(device, "bf16", true)};
}

TEST_P(Gpu, EqualTrainingsGiveEqualBytes) {
  for (const TrainConfig& config : resumable_configs(device_)) {
    SCOPED_TRACE(concat(precision_text(config.precision), config.cuda_graph ? " recorded" : ""));
    ResumableRun one(config, resumable_model(GetParam()), device_), other(config, resumable_model(GetParam()), device_);
    one.go();
    other.go();
    expect_equal(one, other);
    const std::vector<float> predicted =
        infer(*one.training.network, one.data.input, kBatchRows, Strand::forward, {4, at::kBFloat16}).activity;
    EXPECT_EQ(
        infer(*other.training.network, other.data.input, kBatchRows, Strand::forward, {4, at::kBFloat16}).activity,
        predicted);
  }
}

TEST_P(Gpu, AResumedTrainingEqualsOneInOneGo) {
  for (const TrainConfig& config : resumable_configs(device_)) {
    SCOPED_TRACE(concat(precision_text(config.precision), config.cuda_graph ? " recorded" : ""));
    const ModelConfig model = resumable_model(GetParam());
    const TemporaryFolder folder;
    ResumableRun whole(config, model, device_), first(config, model, device_), second(config, model, device_);
    whole.go();
    const std::int64_t half = whole.training.counts.tried / 2 + 1;  // within the second epoch
    expect_error(ErrorKind::interrupted, "enough", [&] { first.go(half); });
    save_checkpoint(folder / "c.h5", {}, first.training, first.progress);
    load_checkpoint(folder / "c.h5", {}, second.training, second.progress);
    second.go();
    expect_equal(second, whole);
  }
}

INSTANTIATE_TEST_SUITE_P(Architectures, Gpu, testing::ValuesIn(architecture_names()),
                         [](const testing::TestParamInfo<std::string>& each) { return each.param; });

}  // namespace
}  // namespace cre
