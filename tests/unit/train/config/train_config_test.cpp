#include "train/config/train_config.h"

#include "expect_error.h"
#include "train/small_training.h"

namespace cre {
namespace {

TEST(TrainConfig, GradNormNeedsLossesThatAreNeverNegative) {
  for (const char* loss : {"gaussian_nll", "l1_kl"}) {
    expect_error(ErrorKind::config, "test: task_weights.kind: gradnorm and uncertainty need losses above 0",
                 [&] { train_config({{"loss", {{"kind", loss}}}, {"task_weights", {{"kind", "gradnorm"}}}}); });
  }
  for (const char* loss : {"huber", "mse"}) {
    EXPECT_NO_THROW(train_config({{"loss", {{"kind", loss}}}, {"task_weights", {{"kind", "gradnorm"}}}}));
  }
  EXPECT_NO_THROW(train_config({{"loss", {{"kind", "l1_kl"}}}, {"task_weights", {{"kind", "inverse_variance"}}}}));
}

TEST(TrainConfig, StepsAreRecordedUnlessOneDoesNotWantIt) {
  EXPECT_TRUE(train_config().cuda_graph);
  EXPECT_FALSE(train_config({{"cuda_graph", false}, {"device", "cuda:1"}}).cuda_graph);
}

TEST(TrainConfig, RangesOfLossesAndTaskWeights) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {R"({"loss": {"kind": "l2"}})", "allowed: huber, mse, gaussian_nll, l1_kl"},
      {R"({"loss": {"delta": 0}})", "loss.delta: 0 is out of range; allowed: above 0"},
      {R"({"loss": {"kl_weight": -1}})", "loss.kl_weight: -1 is out of range"},
      {R"({"loss": {"consistency": -0.1}})", "loss.consistency: -0.1 is out of range"},
      {R"({"task_weights": {"kind": "pcgrad"}})", "allowed: equal, inverse_variance, uncertainty, gradnorm"},
      {R"({"task_weights": {"cap": 0.9}})", "task_weights.cap: 0.9 is out of range; allowed: at least 1"},
      {R"({"task_weights": {"decay": 1}})", "task_weights.decay: 1 is out of range"},
      {R"({"task_weights": {"every": 0}})", "task_weights.every: 0 is out of range"},
      {R"({"augmentation": {"mixup_alpha": -1}})", "augmentation.mixup_alpha: -1 is out of range"}};
  for (const auto& [section, message] : cases) {
    expect_error(ErrorKind::config, message, [text = section] { train_config(nlohmann::json::parse(text)); });
  }
}

}  // namespace
}  // namespace cre
