#include "training/checkpoint.h"

#include <gmock/gmock.h>

#include <cmath>

#include "core/error.h"
#include "model/small_network.h"

namespace cre {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

struct Training {
  std::shared_ptr<Network> network = testing::small_network(2, 40, Norm::weight_batch);
  AdamW optimizer{*network, OptimizerConfig{}};
  TrainingProgress progress{0, EarlyStopping(EarlyStoppingConfig{}), {}, {}, {}};

  void step(int number) {
    at::manual_seed(number);
    optimizer.clear_gradients();
    const ForwardPass pass{.mode = Mode::training, .seed = 1, .step = static_cast<std::uint64_t>(number)};
    network->forward(at::rand({8, 4, 1, 40}), pass).square().sum().backward();
    optimizer.step(1e-2);
  }
};

class CheckpointTest : public ::testing::Test {
 protected:
  CheckpointTest() { fs::create_directories(folder_); }
  ~CheckpointTest() override { fs::remove_all(folder_); }
  fs::path file() const { return folder_ / "checkpoint.h5"; }

 private:
  fs::path folder_ = fs::temp_directory_path() / ("creflow_checkpoint_" + std::to_string(::getpid()));
};

TEST_F(CheckpointTest, ContinuesBitForBit) {
  Training whole, first, second;
  for (int i = 0; i < 6; ++i) whole.step(i);
  for (int i = 0; i < 3; ++i) first.step(i);
  first.progress.epoch = 1;
  first.progress.history = {"{\"epoch\":1}"};
  first.progress.timing = {"{}"};
  std::optional<std::int64_t> dropped;
  first.progress.best.offer({1, std::nan(""), {{"K562", 0.1}}}, dropped);
  first.progress.early_stopping.observe(1, 0.25);
  const TrainingIdentity identity = {{"seed", 1}};
  save_checkpoint(file(), identity, *first.network, first.optimizer, first.progress);

  load_checkpoint(file(), identity, *second.network, second.optimizer, second.progress);
  for (int i = 3; i < 6; ++i) second.step(i);
  const auto expected = whole.network->named_parameters();
  for (const auto& item : second.network->named_parameters()) {
    EXPECT_TRUE(at::equal(item.value(), expected[item.key()])) << item.key();
  }
  const auto buffers = whole.network->named_buffers();
  for (const auto& item : second.network->named_buffers()) {
    EXPECT_TRUE(at::equal(item.value(), buffers[item.key()])) << item.key();
  }
  EXPECT_EQ(second.optimizer.steps(), 6);
  EXPECT_EQ(second.progress.epoch, 1);
  EXPECT_EQ(second.progress.history, first.progress.history);
  EXPECT_EQ(second.progress.early_stopping.state(), first.progress.early_stopping.state());
  ASSERT_EQ(second.progress.best.ranked().size(), 1U);
  EXPECT_TRUE(std::isnan(second.progress.best.ranked()[0].pearson_mean));
}

TEST_F(CheckpointTest, OfAnotherTrainingIsRefusedWithTheDifference) {
  Training training;
  training.progress.epoch = 1;
  training.progress.history = training.progress.timing = {"{}"};
  save_checkpoint(file(), {{"config", {{"train", {{"seed", 1}}}}}}, *training.network, training.optimizer,
                  training.progress);
  try {
    load_checkpoint(file(), {{"config", {{"train", {{"seed", 2}}}}}}, *training.network, training.optimizer,
                    training.progress);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::integrity);
    EXPECT_THAT(error.what(), HasSubstr("config.train.seed was 1, is 2"));
  }
}

TEST(TrainingIdentity, DifferencesAreCounted) {
  EXPECT_EQ(identity_difference({{"a", 1}}, {{"a", 1}}), std::nullopt);
  EXPECT_EQ(identity_difference({{"a", 1}, {"b", "x"}}, {{"a", 2}, {"c", 3}}).value(), "a was 1, is 2 (and 2 more)");
}

}  // namespace
}  // namespace cre
