// Validation with a network whose outputs are known: all weights of the last layer 0, its biases given.

#include "train/validation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "statistics/correlation.h"
#include "train/small_training.h"

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
  for (int i = 0; i < 100; ++i) {
    d.codes.push_back(static_cast<std::uint8_t>(i * i % 4));
  }
  return d;
}

Validation validation(const LossConfig& loss, const std::vector<float>& biases, Strands strands = Strands::forward) {
  const Dataset d = dataset();
  const TrainingData data = load_training_data(d, "dataset.h5", {}, at::kCPU);
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
  EXPECT_NEAR(result.mse_mean, 8.0 / 3.0, 1e-5);
}

TEST(Validation, CorrelationOfConstantsIsUndefined) {
  const Validation result = validation({}, {1.0F});
  EXPECT_TRUE(std::isnan(result.tasks.at(0).pearson));
  EXPECT_TRUE(std::isnan(result.pearson_mean));
}

TEST(Validation, OneTaskHasNoSpecificityAndOneStrandNoAgreement) {
  const Validation result = validation({}, {1.0F});
  EXPECT_TRUE(std::isnan(result.min_gap_mean));
  EXPECT_TRUE(std::isnan(result.top_cell_share));
  EXPECT_TRUE(std::isnan(result.strand_pearson));
}

// The same rows in two tasks, with the scale as given; target cells unknown, 0, 1 and 1.
Dataset two_tasks() {
  Dataset d = dataset();
  d.tasks = {"K562", "HepG2"};
  d.scaler = {.mean = {1.0, 0.0}, .sd = {2.0, 1.0}, .low = {-9.0, -9.0}, .high = {9.0, 9.0}};
  d.measured.target_cell = {-1, -1, 0, 1, 1};
  d.measured.mask = {1, 1, 1, 1, 1, 1, 1, 1, 1, 0};
  d.measured.weight.assign(10, 1.0F);
  d.measured.activity = {0.0, 0.0, 2.0, 1.0, 0.0, 3.0, 5.0, 4.0, 1.0, std::nan("")};
  d.target.assign(10, 0.0F);
  RandomStream stream(RandomPurpose::simulation, 1);
  for (std::uint8_t& code : d.codes) {
    code = static_cast<std::uint8_t>(stream.below(4));
  }
  return d;
}

TEST(Validation, SpecificityByHand) {
  const Dataset d = two_tasks();
  const TrainingData data = load_training_data(d, "dataset.h5", {}, at::kCPU);
  const auto network = small_network(small_config("legnet"), network_shape(d, 1));
  set_value(*network, "heads.output.weight", at::zeros({1}));
  set_value(*network, "heads.output.bias", at::tensor({1.0F, 0.5F}));  // 3 and .5 on the original scale
  const Validation result = validate(*network, data, d, Strands::forward, {}, {.batch = 3});
  // Gaps 2.5 (the most active), 2.5 (K562), -2.5 and -2.5 (HepG2).
  EXPECT_NEAR(result.min_gap_mean, 0.0, 1e-6);
  // K562 is the most active in rows b and d, HepG2 in row c; row e is not complete.
  EXPECT_NEAR(result.top_cell_share, 2.0 / 3.0, 1e-9);
  // K562: 1, 9, 4, 4 over 4; HepG2: .25, 6.25, 12.25 over 3.
  EXPECT_NEAR(result.mse_mean, (18.0 / 4.0 + 18.75 / 3.0) / 2.0, 1e-5);
}

TEST(Validation, StrandAgreementIsTheCorrelationOfBothPredictions) {
  const Dataset d = two_tasks();
  const TrainingData data = load_training_data(d, "dataset.h5", {}, at::kCPU);
  const auto network = small_network(small_config("legnet"), network_shape(d, 1));
  const Inference forward = infer(*network, data.input, data.val_rows, Strand::forward, {.batch = 3});
  const Inference reverse = infer(*network, data.input, data.val_rows, Strand::reverse, {.batch = 3});
  double expected = 0.0;
  for (std::size_t k = 0; k < 2; ++k) {
    std::vector<double> one, other;
    for (std::size_t i = 0; i < 4; ++i) {
      one.push_back(forward.activity[2 * i + k]);
      other.push_back(reverse.activity[2 * i + k]);
    }
    expected += pearson(one, other) / 2.0;
  }
  EXPECT_NEAR(validate(*network, data, d, Strands::both, {}, {.batch = 3}).strand_pearson, expected, 1e-9);
}

}  // namespace
}  // namespace cre
