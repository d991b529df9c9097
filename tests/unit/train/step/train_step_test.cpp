// One step against the same arithmetic written out on a twin of the network.

#include "train/step/train_step.h"

#include <gtest/gtest.h>

#include "model/weights.h"
#include "train/data/augmentation.h"
#include "train/small_training.h"
#include "train/step/loss.h"

namespace cre {
namespace {

constexpr std::int64_t kBatch = 8;

at::Tensor indices() {
  return at::tensor(kBatchRows);
}

// What the network reads of kBatchRows; other_strand: of every element.
NetworkInput input_of(bool other_strand = false) {
  const TrainingData& data = small_data();
  const at::Tensor flip = at::full({kBatch}, other_strand, at::kBool);
  return data.input.batch(indices(), data.input.sequences.construct(data.input.sequences.inserts(indices()), flip),
                          at::kFloat);
}

// No strand is chosen at random.
TrainConfig forward_only(nlohmann::json section = nlohmann::json::object()) {
  section["augmentation"]["reverse_complement"] = 0;
  return train_config(section);
}

AugmentationPlan plan_of(const TrainConfig& config) {
  return plan_augmentation(config.augmentation, StrandChoice::drawn, kSmallShape.length, 1337, 1,
                           visits_of(kBatchRows));
}

// The first step: seed 1337, dropout of step 0.
NetworkOutput twin_output(const ModelConfig& model, const TrainConfig& config, const NetworkInput& input) {
  return small_network(model, training_shape(config))->forward(input, {.mode = Mode::training, .seed = 1337});
}

double huber(const at::Tensor& predicted, const at::Tensor& target, const at::Tensor& weight) {
  const at::Tensor loss = at::huber_loss(predicted, target, at::Reduction::None, 1.0);
  return ((loss * weight).sum() / (weight.sum() + 1e-8)).item<double>();
}

at::Tensor target() {
  return small_data().target.index_select(0, indices());
}

at::Tensor weight() {
  return small_data().weight.index_select(0, indices());
}

TEST(TrainStep, LossAndGradientNormAreThoseOfTheBatch) {
  SmallTraining training(forward_only());
  const auto twin = small_network(small_config(), training_shape(training.config));
  const at::Tensor output = twin->forward(input_of(), {.mode = Mode::training, .seed = 1337}).activity;
  const StepResult result = training.step(kBatchRows);
  EXPECT_NEAR(result.loss, huber(output, target(), weight()), 1e-5);
  EXPECT_EQ(result.consistency, 0.0);
  EXPECT_EQ(result.motif_loss, 0.0);
  EXPECT_TRUE(at::equal(result.task_weights, at::ones({2})));

  weighted_loss(at::huber_loss(output, target(), at::Reduction::None, 1.0), weight(), at::ones({2})).backward();
  double squares = 0.0;
  for (const at::Tensor& parameter : twin->parameters()) {
    squares += parameter.grad().square().sum().item<double>();
  }
  EXPECT_NEAR(result.gradient_norm, std::sqrt(squares), 1e-4 * std::sqrt(squares));
  EXPECT_EQ(training.optimizer.steps(), 1);
}

TEST(TrainStep, ConsistencyRunsBothStrandsInOneBatch) {
  const TrainConfig config = forward_only({{"loss", {{"consistency", 0.5}}}});
  NetworkInput both = input_of();
  both.onehot = at::cat({both.onehot, input_of(true).onehot}).contiguous(at::MemoryFormat::ChannelsLast);
  const at::Tensor output = twin_output(small_config(), config, both).activity;
  const at::Tensor forward = output.slice(0, 0, kBatch), reverse = output.slice(0, kBatch);
  const double difference = (forward - reverse).abs().mean().item<double>();
  ASSERT_GT(difference, 1e-3);

  const StepResult result = SmallTraining(config).step(kBatchRows);
  EXPECT_NEAR(result.consistency, difference, 1e-5);
  EXPECT_NEAR(result.loss, huber(forward, target(), weight()) + 0.5 * difference, 1e-5);
}

TEST(TrainStep, AuxiliaryMotifsAddTheirLoss) {
  const ModelConfig model = small_config("multiscale", {{"motifs", "auxiliary"}});
  const TrainConfig config = forward_only({{"loss", {{"motif_weight", 0.25}}}});
  const NetworkOutput output = twin_output(model, config, input_of());
  const at::Tensor scores = at::tensor(small_dataset().motifs.score).view({-1, 3}).index_select(0, indices());
  const at::Tensor present = scores.ge(at::tensor({0.0F, 0.5F, -0.5F})).to(at::kFloat);
  const at::Tensor probability = at::sigmoid(output.motif_logits);
  const double entropy =
      -(present * probability.log() + (1.0 - present) * (1.0 - probability).log()).mean().item<double>();

  const StepResult result = SmallTraining(config, model).step(kBatchRows);
  EXPECT_NEAR(result.motif_loss, entropy, 1e-5);
  EXPECT_NEAR(result.loss, huber(output.activity, target(), weight()) + 0.25 * entropy, 1e-5);
}

TEST(TrainStep, MixupMixesFeaturesTargetsAndWeights) {
  const TrainConfig config = forward_only({{"augmentation", {{"mixup_alpha", 0.4}}}});
  const at::Tensor share = plan_of(config).mixup_share;
  const at::Tensor partner = at::arange(kBatch).roll(-1, 0), s = share.unsqueeze(1);
  NetworkInput input = input_of();
  input.mixup = Mixup{partner, share};
  const at::Tensor output = twin_output(small_config(), config, input).activity;
  const at::Tensor other_weight = weight().index_select(0, partner);
  const at::Tensor both = weight().gt(0.0).logical_and(other_weight.gt(0.0)).to(at::kFloat);
  ASSERT_LT(both.sum().item<double>(), weight().gt(0.0).sum().item<double>());  // some are missing on one side
  const double expected = huber(output, s * target() + (1.0 - s) * target().index_select(0, partner),
                                (s * weight() + (1.0 - s) * other_weight) * both);
  EXPECT_NEAR(SmallTraining(config).step(kBatchRows).loss, expected, 1e-5);
}

TEST(TrainStep, BothStrandsAreMixedAlike) {
  const TrainConfig config = forward_only({{"loss", {{"consistency", 0.5}}}, {"augmentation", {{"mixup_alpha", 0.4}}}});
  const at::Tensor share = plan_of(config).mixup_share;
  const at::Tensor partner = at::arange(kBatch).roll(-1, 0);
  NetworkInput both = input_of();
  both.onehot = at::cat({both.onehot, input_of(true).onehot}).contiguous(at::MemoryFormat::ChannelsLast);
  both.mixup = Mixup{at::cat({partner, partner + kBatch}), at::cat({share, share})};
  const at::Tensor output = twin_output(small_config(), config, both).activity;
  const double difference = (output.slice(0, 0, kBatch) - output.slice(0, kBatch)).abs().mean().item<double>();
  EXPECT_NEAR(SmallTraining(config).step(kBatchRows).consistency, difference, 1e-5);
}

TEST(TrainStep, TheOtherStrandIsTakenOfTheRowsThatThePlanFlips) {
  const TrainConfig config = train_config();
  const at::Tensor flip = plan_of(config).flip;
  ASSERT_TRUE(flip.any().item<bool>() && !flip.all().item<bool>());
  NetworkInput input = input_of();
  input.onehot = at::where(flip.view({kBatch, 1, 1, 1}), input_of(true).onehot, input.onehot)
                     .contiguous(at::MemoryFormat::ChannelsLast);
  const at::Tensor output = twin_output(small_config(), config, input).activity;
  EXPECT_NEAR(SmallTraining(config).step(kBatchRows).loss, huber(output, target(), weight()), 1e-5);
}

TEST(TrainStep, UncertaintiesAreLearnedWithTheNetwork) {
  const TrainConfig config = forward_only({{"task_weights", {{"kind", "uncertainty"}}}});
  SmallTraining training(config);
  const at::Tensor output = twin_output(small_config(), config, input_of()).activity;
  const StepResult first = training.step(kBatchRows, 1, 0.01);
  EXPECT_NEAR(first.loss, huber(output, target(), weight()), 1e-5);  // exp(-0), and a penalty of 0
  // Adam's first step is the learning rate against the sign of -L_k + 1 / K, with L_k over all measured values.
  const at::Tensor loss = at::huber_loss(output, target(), at::Reduction::None, 1.0) * weight();
  const at::Tensor gradient = 0.5 - loss.sum(0) / weight().sum();
  const at::Tensor s = training.task_weights.learned().front().second;
  EXPECT_TRUE(at::allclose(s, -0.01 * gradient.sign(), 1e-3, 1e-6));
  const StepResult second = training.step(kBatchRows, 1, 0.01);
  EXPECT_TRUE(at::allclose(second.task_weights, at::exp(0.01 * gradient.sign()), 1e-5, 1e-6));
}

TEST(TrainStep, InverseVarianceTakesInTheResidualsOfTheStep) {
  const TrainConfig config = forward_only({{"task_weights", {{"kind", "inverse_variance"}, {"start_epochs", 0}}}});
  const at::Tensor output = twin_output(small_config(), config, input_of()).activity;
  const at::Tensor variance = ((output - target()).square() * weight()).sum(0) / weight().sum(0);
  SmallTraining training(config);
  EXPECT_TRUE(at::equal(training.step(kBatchRows).task_weights, at::ones({2})));
  const at::Tensor inverse = 1.0 / (variance + 1e-4);
  EXPECT_TRUE(at::allclose(training.step(kBatchRows).task_weights, inverse * 2.0 / inverse.sum(), 1e-4, 1e-5));
}

TEST(TrainStep, GradNormMovesItsWeightsInTheFirstStep) {
  SmallTraining training(forward_only({{"task_weights", {{"kind", "gradnorm"}, {"every", 2}}}}));
  EXPECT_TRUE(at::equal(training.step(kBatchRows).task_weights, at::ones({2})));
  const at::Tensor second = training.step(kBatchRows).task_weights, third = training.step(kBatchRows).task_weights;
  EXPECT_FALSE(at::equal(second, at::ones({2})));
  EXPECT_NEAR(second.sum().item<double>(), 2.0, 1e-5);
  EXPECT_TRUE(at::equal(third, second));
  EXPECT_FALSE(at::equal(training.step(kBatchRows).task_weights, second));
}

TEST(TrainStep, EqualTrainingsAreEqualBitForBit) {
  const nlohmann::json everything = {{"loss", {{"consistency", 0.1}, {"kind", "huber"}}},
                                     {"task_weights", {{"kind", "uncertainty"}}},
                                     {"augmentation", {{"mixup_alpha", 0.2}, {"shift", 0.5}, {"mask", 0.05}}}};
  const auto trained = [&](const std::string& architecture, std::int64_t seed) {
    nlohmann::json section = everything;
    section["seed"] = seed;
    SmallTraining training(train_config(section), small_config(architecture, {{"motifs", "auxiliary"}}));
    for (std::int64_t epoch = 1; epoch <= 2; ++epoch) {
      training.step(kBatchRows, epoch);
    }
    std::vector<std::vector<float>> values;
    for (const NamedArray& array : weights_of(*training.network)) {
      values.push_back(array.values);
    }
    return values;
  };
  for (const std::string& architecture : architecture_names()) {
    EXPECT_EQ(trained(architecture, 1), trained(architecture, 1)) << architecture;
    EXPECT_NE(trained(architecture, 1), trained(architecture, 2)) << architecture;
  }
}

}  // namespace
}  // namespace cre
