#include "train/config/optimizer_config.h"

#include <gtest/gtest.h>

#include "train/config/train_config.h"

namespace cre {
namespace {

OptimizerSettings preset(OptimizerPreset name) {
  OptimizerConfig config;
  config.preset = name;
  return resolved(config);
}

void expect_settings(const OptimizerSettings& found, const OptimizerSettings& expected) {
  EXPECT_EQ(found.algorithm, expected.algorithm);
  EXPECT_EQ(found.learning_rate, expected.learning_rate);
  EXPECT_EQ(found.beta1, expected.beta1);
  EXPECT_EQ(found.beta2, expected.beta2);
  EXPECT_EQ(found.weight_decay, expected.weight_decay);
  EXPECT_EQ(found.epsilon, expected.epsilon);
}

TEST(OptimizerPresets, AreTheirPublishedValues) {
  expect_settings(preset(OptimizerPreset::standard), {Algorithm::adamw, 1e-3, 0.9, 0.999, 1e-4, 1e-8});
  expect_settings(preset(OptimizerPreset::strong), {Algorithm::adamw, 3e-4, 0.9, 0.98, 0.05, 1e-8});
  expect_settings(preset(OptimizerPreset::malinois),
                  {Algorithm::adam_amsgrad, 0.0032658700881052086, 0.8661062881299633, 0.879223105336538,
                   0.0003438210249762151, 1e-8});
  expect_settings(resolved(OptimizerConfig{}), preset(OptimizerPreset::standard));
}

TEST(OptimizerPresets, KeysThatAreSetWin) {
  const OptimizerConfig config{.preset = OptimizerPreset::malinois,
                               .algorithm = Algorithm::adamw,
                               .learning_rate = 0.5,
                               .beta1 = 0.0,
                               .beta2 = 0.25,
                               .weight_decay = 0.0,
                               .epsilon = 1e-6};
  expect_settings(resolved(config), {Algorithm::adamw, 0.5, 0.0, 0.25, 0.0, 1e-6});
}

TEST(OptimizerPresets, AlgorithmsDecayAndRememberAsNamed) {
  const auto settings = [](Algorithm algorithm) {
    OptimizerConfig config;
    config.algorithm = algorithm;
    return resolved(config);
  };
  EXPECT_TRUE(settings(Algorithm::adamw).decoupled() && !settings(Algorithm::adamw).amsgrad());
  EXPECT_TRUE(settings(Algorithm::adamw_amsgrad).decoupled() && settings(Algorithm::adamw_amsgrad).amsgrad());
  EXPECT_TRUE(!settings(Algorithm::adam).decoupled() && !settings(Algorithm::adam).amsgrad());
  EXPECT_TRUE(!settings(Algorithm::adam_amsgrad).decoupled() && settings(Algorithm::adam_amsgrad).amsgrad());
}

TEST(OptimizerPresets, DecideTheScheduleUnlessItIsSet) {
  ScheduleConfig constant;
  constant.kind = ScheduleKind::constant;
  EXPECT_EQ(resolved_kind({}, OptimizerPreset::standard), ScheduleKind::cosine);
  EXPECT_EQ(resolved_kind({}, OptimizerPreset::strong), ScheduleKind::cosine);
  EXPECT_EQ(resolved_kind({}, OptimizerPreset::malinois), ScheduleKind::cosine_restarts);
  EXPECT_EQ(resolved_kind(constant, OptimizerPreset::malinois), ScheduleKind::constant);
}

TEST(TrainConfig, EpochsAreThoseOfTheStoppingPresetUnlessSet) {
  TrainConfig config;
  EXPECT_EQ(config.max_epochs(), 80);
  config.early_stopping.preset = StoppingPreset::analyst;
  EXPECT_EQ(config.max_epochs(), 200);
  config.epochs = 7;
  EXPECT_EQ(config.max_epochs(), 7);
}

}  // namespace
}  // namespace cre
