// What a GPU computes against what the processor computes; skipped where there is none.

#include <gtest/gtest.h>

#include "layers/dropout.h"
#include "model/device.h"
#include "model/inference.h"
#include "train/small_training.h"

namespace cre {
namespace {

class Gpu : public testing::Test {
 protected:
  void SetUp() override {
    if (!torch::cuda::is_available()) {
      GTEST_SKIP() << "needs a GPU";
    }
    start_torch(1);
  }
  const at::Device device_{at::kCUDA, 0};
};

TEST_F(Gpu, DropsTheSameValues) {
  const DropoutMask mask = DropoutMask::of(0.3, 5, 0x1FFFFFFFFULL, 6);
  EXPECT_TRUE(at::equal(dropout_keep(mask, 5000, device_).cpu(), dropout_keep(mask, 5000, at::kCPU)));
}

struct Found {
  double loss, gradient_norm;
  std::vector<float> predicted;
};

Found three_steps(const std::string& architecture, const nlohmann::json& section, at::ScalarType dtype,
                  const at::Device& device) {
  const TrainConfig config = train_config(section);
  const TrainingData data = small_data_on(device);
  SmallTraining training(config, small_config(architecture, {{"motifs", "auxiliary"}}), device);
  StepResult result;
  for (int i = 0; i < 3; ++i) {
    result =
        train_step(training, data, config, {.epoch = 1, .learning_rate = 1e-3, .dtype = dtype}, visits_of(kBatchRows));
  }
  return {result.loss, result.gradient_norm,
          infer(*training.network, data.input, kBatchRows, Strand::forward, {4, dtype}).activity};
}

void expect_close(const Found& found, const Found& expected, double tolerance) {
  EXPECT_NEAR(found.loss, expected.loss, tolerance * std::abs(expected.loss));
  EXPECT_NEAR(found.gradient_norm, expected.gradient_norm, 10.0 * tolerance * expected.gradient_norm);
  ASSERT_EQ(found.predicted.size(), expected.predicted.size());
  for (std::size_t i = 0; i < expected.predicted.size(); ++i) {
    EXPECT_NEAR(found.predicted[i], expected.predicted[i], 10.0 * tolerance * (1.0 + std::abs(expected.predicted[i])));
  }
}

TEST_F(Gpu, TrainsAndPredictsLikeTheProcessor) {
  const std::vector<nlohmann::json> sections = {
      nlohmann::json::object(),
      {{"loss", {{"consistency", 0.5}}}, {"augmentation", {{"mixup_alpha", 0.4}, {"shift", 0.5}, {"mask", 0.1}}}}};
  for (const std::string& architecture : architecture_names()) {
    for (const nlohmann::json& section : sections) {
      SCOPED_TRACE(architecture + " " + section.dump());
      for (const auto& [dtype, tolerance] : {std::pair{at::kFloat, 1e-4}, std::pair{at::kBFloat16, 2e-2}}) {
        expect_close(three_steps(architecture, section, dtype, device_),
                     three_steps(architecture, section, dtype, at::kCPU), tolerance);
      }
    }
  }
}

}  // namespace
}  // namespace cre
