// Recorded steps against steps one by one. Without a GPU the recorder is one that runs the computation of its recording
// again on the inputs kept for it: a number of that step that does not come in a tensor would be stale. What is read on
// the host is found by looking for it.

#include "train/step/step_graph.h"

#include <string>

#include <ATen/record_function.h>

#include "expect_error.h"
#include "model/inference.h"
#include "train/gpu_or_stand_in.h"
#include "train/small_training.h"

namespace cre {
namespace {

constexpr std::int64_t kSteps = 16;

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
    Recorded& made = recorded_.emplace_back(Recorded{compute, compute()});
    for (at::Tensor* output : tensors(made.outputs)) {
      *output = output->clone();
    }
    return made.outputs;
  }
  void play(std::size_t recording) override {
    ++calls_.played;
    StepOutputs now = recorded_.at(recording).compute();
    const auto from = tensors(now), to = tensors(recorded_.at(recording).outputs);
    for (std::size_t i = 0; i < to.size(); ++i) {
      to[i]->copy_(*from[i]);
    }
  }

 private:
  struct Recorded {
    Computation compute;
    StepOutputs outputs;
  };
  static std::vector<at::Tensor*> tensors(StepOutputs& o) { return {&o.scalars, &o.activity, &o.target, &o.weight}; }

  Calls& calls_;
  std::vector<Recorded> recorded_;
};

// The rows of step i: of two sizes, as in an epoch.
std::vector<std::int64_t> rows_of_step(std::int64_t i) {
  std::vector<std::int64_t> rows = kBatchRows;
  std::rotate(rows.begin(), rows.begin() + i % 8, rows.end());
  if (i % 3 == 1) {
    rows.pop_back();
  }
  return rows;
}

// Losses and norms of the steps.
std::vector<double> train(SmallTraining& training, const TrainingData& data, at::ScalarType dtype) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < kSteps; ++i) {
    const StepPlace place{.epoch = 1 + i / 5, .learning_rate = 3e-4 * static_cast<double>(i + 1), .dtype = dtype};
    const StepResult result = train_step(training, data, training.config, place, visits_of(rows_of_step(i)));
    values.insert(values.end(), {result.loss, result.consistency, result.motif_loss, result.gradient_norm});
  }
  return values;
}

ModelConfig model_with_motifs() {
  return small_config("multiscale", {{"motifs", "auxiliary"}, {"multiscale", {{"norm", "weight+batch"}}}});
}

std::vector<std::string> policies() {
  return {R"({})",
          R"({"precision": "fp16", "weight_average": 0.9})",
          R"({"loss": {"consistency": 0.5}, "augmentation": {"mixup_alpha": 0.4, "shift": 0.5}})",
          R"({"loss": {"kind": "gaussian_nll"}, "optimizer": {"preset": "malinois"}})",
          R"({"loss": {"kind": "l1_kl"}})",
          R"({"task_weights": {"kind": "inverse_variance", "start_epochs": 1}})",
          R"({"task_weights": {"kind": "uncertainty"}})",
          R"({"task_weights": {"kind": "gradnorm", "every": 4}, "uniform_weight_epochs": 1})"};
}

class RecordedSteps : public testing::TestWithParam<std::string> {};

// float16 takes the way of an accelerator on the processor too: dropout masks made of tensors.
TEST_P(RecordedSteps, EqualStepsOneByOne) {
  const TrainConfig config = train_config(nlohmann::json::parse(GetParam()));
  SmallTraining direct(config, model_with_motifs()), recorded(config, model_with_motifs());
  Calls calls;
  recorded.graph = StepGraph(std::make_unique<ReplayingRecorder>(calls));
  EXPECT_EQ(train(recorded, small_data(), at::kHalf), train(direct, small_data(), at::kHalf));
  expect_equal_networks(*recorded.network, *direct.network);
  EXPECT_EQ(calls.warm, 6);
  EXPECT_EQ(calls.recorded, 2);
  EXPECT_GE(calls.played, 4);
}

INSTANTIATE_TEST_SUITE_P(Policies, RecordedSteps, testing::ValuesIn(policies()));

TEST(StepGraph, ComputesFurtherShapesByThemselves) {
  SmallTraining training(train_config());
  Calls calls;
  training.graph = StepGraph(std::make_unique<ReplayingRecorder>(calls));
  for (std::size_t rows = 8; rows > 4; --rows) {
    training.step({kBatchRows.begin(), kBatchRows.begin() + rows});
  }
  EXPECT_EQ(calls.warm, 2);
}

TEST(StepGraph, ARecordedStepThatIsNotFiniteChangesNothing) {
  SmallTraining recorded(train_config(), model_with_motifs()), direct(train_config(), model_with_motifs());
  Calls calls;
  recorded.graph = StepGraph(std::make_unique<ReplayingRecorder>(calls));
  const StepPlace place{.epoch = 1, .learning_rate = 1e-3, .dtype = at::kHalf};
  for (SmallTraining* training : {&recorded, &direct}) {
    for (int i = 0; i < 5; ++i) {
      train_step(*training, small_data(), training->config, place, visits_of(kBatchRows));
    }
  }
  TrainingData data = small_data();
  data.target = at::full_like(data.target, std::nanf(""));
  EXPECT_TRUE(train_step(recorded, data, recorded.config, place, visits_of(kBatchRows)).skipped);
  EXPECT_EQ(calls.played, 2);
  EXPECT_EQ(recorded.optimizer.steps(), 5);
  expect_equal_networks(*recorded.network, *direct.network);
}

struct Reads {
  int values = 0;
  bool in_adam = false;  // whose kernel for the processor reads its scalars
};
Reads reads;

bool is_adam(const at::RecordFunction& function) {
  return std::string_view(function.name()).starts_with("aten::_fused_adam");
}

std::unique_ptr<at::ObserverContext> begin_operation(const at::RecordFunction& function) {
  if (is_adam(function)) {
    reads.in_adam = true;
  }
  if (!reads.in_adam && std::string_view(function.name()) == "aten::_local_scalar_dense") {
    ++reads.values;
  }
  return nullptr;
}

void end_operation(const at::RecordFunction& function, at::ObserverContext*) {
  if (is_adam(function)) {
    reads.in_adam = false;
  }
}

TEST_P(RecordedSteps, ReadNoValueOnTheHost) {
  SmallTraining training(train_config(nlohmann::json::parse(GetParam())), model_with_motifs());
  training.counts.tried = 1;  // GradNorm's turn is over
  const StepPlace place{.epoch = 2, .learning_rate = 1e-3, .dtype = at::kHalf};
  reads = {};
  const at::CallbackHandle handle =
      at::addThreadLocalCallback(at::RecordFunctionCallback(begin_operation, end_operation));
  train_step(training, small_data(), training.config, place, visits_of(kBatchRows));
  EXPECT_EQ(reads.values, 0);
  at::ones({}).item<float>();
  EXPECT_EQ(reads.values, 1);  // it would have been seen
  at::removeCallback(handle);
}

TEST(StepGraph, OnAGpuEqualsStepsOneByOne) {
  const std::optional<at::Device> found = gpu_or_stand_in();
  if (!found) {
    GTEST_SKIP() << "needs a GPU";
  }
  const at::Device device = *found;
  // On the processor float16 takes the way of an accelerator, as above.
  const at::ScalarType dtype = device.is_cuda() ? at::kBFloat16 : at::kHalf;
  Calls calls;  // of the stand-in's recorder
  const auto recorder = [&]() -> std::unique_ptr<StepRecorder> {
    if (device.is_cuda()) {
      return cuda_step_recorder(device);
    }
    return std::make_unique<ReplayingRecorder>(calls);
  };
  const TrainingData data = small_data_on(device);
  for (const std::string& policy : policies()) {
    SCOPED_TRACE(policy);
    const TrainConfig config = train_config(nlohmann::json::parse(policy));
    SmallTraining direct(config, model_with_motifs(), device), recorded(config, model_with_motifs(), device);
    recorded.graph = StepGraph(recorder());
    for (int round = 0; round < 2; ++round) {
      EXPECT_EQ(train(recorded, data, dtype), train(direct, data, dtype));
      expect_equal_networks(*recorded.network, *direct.network);
      for (SmallTraining* training : {&recorded, &direct}) {  // what happens between epochs
        const WeightAverage::Use averaged(training->average);
        infer(*training->network, data.input, kBatchRows, Strand::forward, {4, at::kBFloat16});
      }
    }
  }
}

}  // namespace
}  // namespace cre
