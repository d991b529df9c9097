#pragma once
// A few steps of a small training and predictions after them, to compare devices.

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "model/inference.h"
#include "train/resumable_run.h"

namespace cre {

struct ThreeSteps {
  double loss, gradient_norm;
  std::vector<float> predicted;
};

inline ThreeSteps three_steps(const std::string& architecture, const nlohmann::json& section, at::ScalarType dtype,
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

inline void expect_close(const ThreeSteps& found, const ThreeSteps& expected, double tolerance) {
  EXPECT_NEAR(found.loss, expected.loss, tolerance * std::abs(expected.loss));
  EXPECT_NEAR(found.gradient_norm, expected.gradient_norm, 10.0 * tolerance * expected.gradient_norm);
  ASSERT_EQ(found.predicted.size(), expected.predicted.size());
  for (std::size_t i = 0; i < expected.predicted.size(); ++i) {
    EXPECT_NEAR(found.predicted[i], expected.predicted[i], 10.0 * tolerance * (1.0 + std::abs(expected.predicted[i])));
  }
}

inline const std::vector<nlohmann::json> kPlainAndAugmented = {
    nlohmann::json::object(),
    {{"loss", {{"consistency", 0.5}}}, {"augmentation", {{"mixup_alpha", 0.4}, {"shift", 0.5}, {"mask", 0.1}}}}};

}  // namespace cre
