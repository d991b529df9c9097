// train.uniform_weight_epochs: element weights count only after the first epochs.

#include <gtest/gtest.h>

#include "train/small_training.h"

namespace cre {
namespace {

double loss_of(const TrainConfig& config, const TrainingData& data, std::int64_t epoch) {
  SmallTraining training(config);
  return train_step(training, data, config, {.epoch = epoch, .learning_rate = 1e-3}, visits_of(kBatchRows)).loss;
}

TEST(UniformWeights, AllMeasuredValuesWeighTheSameAtFirst) {
  TrainingData equal = small_data();
  equal.weight = equal.weight.gt(0.0).to(at::kFloat);
  const TrainConfig config =
      train_config({{"uniform_weight_epochs", 2}, {"augmentation", {{"reverse_complement", 0}}}});
  const TrainConfig never = train_config({{"augmentation", {{"reverse_complement", 0}}}});
  for (const std::int64_t epoch : {1, 2}) {
    EXPECT_EQ(loss_of(config, small_data(), epoch), loss_of(never, equal, epoch));
    EXPECT_NE(loss_of(config, small_data(), epoch), loss_of(never, small_data(), epoch));
  }
  EXPECT_EQ(loss_of(config, small_data(), 3), loss_of(never, small_data(), 3));
}

}  // namespace
}  // namespace cre
