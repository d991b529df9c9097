// Recorded steps against steps one by one. Without a GPU the recorder is one that runs the computation of its recording
// again on the inputs kept for it: a number that was read on the host while recording would be stale.

#include "training/step_graph.h"

#include <string>

#include <ATen/record_function.h>

#include "expect_error.h"
#include "training/small_training.h"

namespace cre {
namespace {

const std::vector<std::int64_t> kRows = {0, 1, 2, 4, 5, 6, 8, 9};
constexpr std::int64_t kSteps = 10;

struct Calls {
  int warm = 0, recorded = 0, played = 0;
};

class ReplayingRecorder : public StepRecorder {
 public:
  explicit ReplayingRecorder(Calls& calls) : calls_(calls) {}

  StepOutputs warm_up(const Computation& compute) override {
    ++calls_.warm;
    return compute();
  }
  StepOutputs record(const Computation& compute) override {
    ++calls_.recorded;
    compute_ = compute;
    outputs_ = compute();
    for (at::Tensor* output : tensors()) *output = output->clone();
    return outputs_;
  }
  void play() override {
    ++calls_.played;
    StepOutputs now = compute_();
    const auto from = tensors(now), to = tensors();
    for (std::size_t i = 0; i < to.size(); ++i) to[i]->copy_(*from[i]);
  }

 private:
  static std::vector<at::Tensor*> tensors(StepOutputs& o) {
    return {&o.scalars, &o.activity, &o.target, &o.weight, &o.task_weight};
  }
  std::vector<at::Tensor*> tensors() { return tensors(outputs_); }

  Calls& calls_;
  Computation compute_;
  StepOutputs outputs_;
};

// The rows of step i: every third batch is shorter, as the last one of an epoch may be.
std::vector<std::int64_t> rows_of_step(std::int64_t i) {
  std::vector<std::int64_t> rows = kRows;
  std::rotate(rows.begin(), rows.begin() + i % 8, rows.end());
  if (i % 3 == 2) rows.pop_back();
  return rows;
}

// Losses and norms of the steps.
std::vector<double> train(SmallTraining& training, const TrainingData& data, at::ScalarType dtype) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < kSteps; ++i) {
    const StepPlace place{.epoch = 1 + i / 5, .learning_rate = 1e-3 * static_cast<double>(i + 1), .dtype = dtype};
    const StepResult result = train_step(training.state(), data, training.config, place, visits_of(rows_of_step(i)));
    values.insert(values.end(), {result.loss, result.consistency, result.motif_loss, result.gradient_norm});
  }
  return values;
}

ModelConfig model_with_motifs() {
  return small_config("multiscale", {{"motifs", "auxiliary"}, {"multiscale", {{"norm", "weight+batch"}}}});
}

void expect_equal_weights(const SmallTraining& found, const SmallTraining& expected) {
  const auto weights = expected.network->named_parameters();
  for (const auto& item : found.network->named_parameters()) {
    EXPECT_TRUE(at::equal(item.value(), weights[item.key()])) << item.key();
  }
  const auto buffers = expected.network->buffers();
  for (std::size_t i = 0; i < buffers.size(); ++i) EXPECT_TRUE(at::equal(found.network->buffers()[i], buffers[i]));
}

class RecordedSteps : public testing::TestWithParam<std::string> {};

// float16 takes the way of an accelerator on the processor too: dropout masks made of tensors.
TEST_P(RecordedSteps, EqualStepsOneByOne) {
  const TrainConfig config = train_config(nlohmann::json::parse(GetParam()));
  SmallTraining direct(config, model_with_motifs()), recorded(config, model_with_motifs());
  Calls calls;
  recorded.graph = StepGraph(std::make_unique<ReplayingRecorder>(calls));
  EXPECT_EQ(train(recorded, small_data(), at::kHalf), train(direct, small_data(), at::kHalf));
  expect_equal_weights(recorded, direct);
  EXPECT_EQ(calls.warm, 3);
  EXPECT_EQ(calls.recorded, 1);
  EXPECT_GE(calls.played, 1);
}

INSTANTIATE_TEST_SUITE_P(
    Policies, RecordedSteps,
    testing::Values(R"({})", R"({"precision": "fp16", "weight_average": 0.9})",
                    R"({"loss": {"consistency": 0.5}, "augmentation": {"mixup_alpha": 0.4, "shift": 0.5}})",
                    R"({"task_weights": {"kind": "inverse_variance", "start_epochs": 1}})",
                    R"({"task_weights": {"kind": "uncertainty"}})",
                    R"({"task_weights": {"kind": "gradnorm", "every": 4}, "uniform_weight_epochs": 1})"));

TEST(StepGraph, ComputesOtherShapesByThemselves) {
  SmallTraining training(train_config());
  Calls calls;
  training.graph = StepGraph(std::make_unique<ReplayingRecorder>(calls));
  train(training, small_data(), at::kFloat);
  EXPECT_EQ(calls.warm + calls.recorded + calls.played, 7);  // of ten steps three are short
}

TEST(StepGraph, ARecordedStepThatIsNotFiniteChangesNothing) {
  SmallTraining recorded(train_config(), model_with_motifs()), direct(train_config(), model_with_motifs());
  Calls calls;
  recorded.graph = StepGraph(std::make_unique<ReplayingRecorder>(calls));
  const StepPlace place{.epoch = 1, .learning_rate = 1e-3, .dtype = at::kHalf};
  for (SmallTraining* training : {&recorded, &direct}) {
    for (int i = 0; i < 5; ++i) {
      train_step(training->state(), small_data(), training->config, place, visits_of(kRows));
    }
  }
  TrainingData data = small_data();
  data.target = at::full_like(data.target, std::nanf(""));
  EXPECT_TRUE(train_step(recorded.state(), data, recorded.config, place, visits_of(kRows)).skipped);
  EXPECT_EQ(calls.played, 2);
  EXPECT_EQ(recorded.optimizer.steps(), 5);
  expect_equal_weights(recorded, direct);
}

struct Reads {
  int values = 0;
  bool in_adam = false;  // whose kernel for the processor reads its scalars
};
Reads reads;

bool is_adam(const at::RecordFunction& function) {
  return std::string_view(function.name()) == "aten::_fused_adamw_";
}

std::unique_ptr<at::ObserverContext> begin_operation(const at::RecordFunction& function) {
  if (is_adam(function)) reads.in_adam = true;
  if (!reads.in_adam && std::string_view(function.name()) == "aten::_local_scalar_dense") ++reads.values;
  return nullptr;
}

void end_operation(const at::RecordFunction& function, at::ObserverContext*) {
  if (is_adam(function)) reads.in_adam = false;
}

TEST(StepComputation, ReadsNoValueOnTheHost) {
  const TrainConfig config =
      train_config({{"loss", {{"consistency", 0.5}}}, {"task_weights", {{"kind", "uncertainty"}}}});
  SmallTraining training(config, model_with_motifs());
  const at::CallbackHandle handle =
      at::addThreadLocalCallback(at::RecordFunctionCallback(begin_operation, end_operation));
  training.step(kRows);
  EXPECT_EQ(reads.values, 0);
  at::ones({}).item<float>();
  EXPECT_EQ(reads.values, 1);  // it would have been seen
  at::removeCallback(handle);
}

TEST(StepGraph, OnAGpuEqualsStepsOneByOne) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "needs a GPU";
  const at::Device device(at::kCUDA, 0);
  const TrainConfig config = train_config({{"loss", {{"consistency", 0.5}}}});
  const TrainingData data = small_data_on(device);
  SmallTraining direct(config, model_with_motifs(), device), recorded(config, model_with_motifs(), device);
  recorded.graph = StepGraph(cuda_step_recorder(device));
  EXPECT_EQ(train(recorded, data, at::kBFloat16), train(direct, data, at::kBFloat16));
  expect_equal_weights(recorded, direct);
}

TEST(StepGraph, ABuildWithoutCudaSaysSo) {
  if (at::hasCUDA()) GTEST_SKIP() << "this build has CUDA";
  expect_error(ErrorKind::config, "train.cuda_graph: this build has no CUDA", [] { cuda_step_recorder(at::kCPU); });
}

}  // namespace
}  // namespace cre
