// Validation with a network whose outputs are known: all weights of the last layer 0, its biases given.

#include "training/validation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "training/small_training.h"

namespace cre {
namespace {

// Four validation rows of one base; standardized targets 0, 1, 2 and one missing; activity = 2 · standardized + 1.
Dataset dataset() {
  Dataset d;
  d.tasks = {"K562"};
  d.construct = {20, "", "", ReverseScope::insert};
  d.scaler = {.mean = {1.0}, .sd = {2.0}, .low = {-9.0}, .high = {9.0}};
  d.measured.id = {"a", "b", "c", "d", "e"};
  d.measured.split = {Split::train, Split::val, Split::val, Split::val, Split::val};
  d.measured.target_cell = {-1, -1, -1, -1, -1};
  d.measured.mask = {1, 1, 1, 1, 0};
  d.measured.weight = {1.0F, 1.0F, 1.0F, 2.0F, 1.0F};
  d.measured.activity = {1.0, 1.0, 3.0, 5.0, std::nan("")};
  d.target = {0.0F, 0.0F, 1.0F, 2.0F, 0.0F};
  for (int i = 0; i < 100; ++i) d.codes.push_back(static_cast<std::uint8_t>(i * i % 4));
  return d;
}

Validation validation(const LossConfig& loss, const std::vector<float>& biases, Strands strands = Strands::forward) {
  const Dataset d = dataset();
  const TrainingData data = load_training_data(d, "dataset.h5", at::kCPU);
  const auto network = small_network(small_config("legnet"), network_shape(d, loss.outputs()));
  set_value(*network, "heads.output.weight", at::zeros({1}));
  set_value(*network, "heads.output.bias", at::tensor(biases));
  return validate(*network, data, d, strands, loss, {.batch = 3});
}

TEST(Validation, LossIsThatOfTheMeasuredElements) {
  LossConfig loss;
  loss.kind = LossKind::mse;  // (1 · 1 + 1 · 0 + 2 · 1) / 4
  EXPECT_NEAR(validation(loss, {1.0F}).loss, 0.75, 1e-6);
  loss.kind = LossKind::gaussian_nll;  // log 4: (log 4 + e^2 / 4) / 2
  const double expected = (std::log(4.0) + 0.75 / 4.0) / 2.0;
  EXPECT_NEAR(validation(loss, {1.0F, std::log(4.0F)}).loss, expected, 1e-5);
  EXPECT_NEAR(validation(loss, {1.0F, std::log(4.0F)}, Strands::both).loss, expected, 1e-5);
}

TEST(Validation, ErrorsAreOnTheOriginalScale) {
  const Validation result = validation({}, {1.0F});  // 3 everywhere; measured 1, 3, 5
  EXPECT_NEAR(result.tasks.at(0).rmse, std::sqrt(8.0 / 3.0), 1e-5);
}

TEST(Validation, CorrelationOfConstantsIsUndefined) {
  const Validation result = validation({}, {1.0F});
  EXPECT_TRUE(std::isnan(result.tasks.at(0).pearson));
  EXPECT_TRUE(std::isnan(result.pearson_mean));
}

}  // namespace
}  // namespace cre
