#include "train/data/training_data.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace cre {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Four elements of two bases in two tasks.
Dataset dataset() {
  Dataset d;
  d.tasks = {"K562", "HepG2"};
  d.construct = {2, "", "", ReverseScope::insert};
  d.measured.id = {"a", "b", "c", "d"};
  d.measured.split = {Split::train, Split::val, Split::test, Split::train};
  d.measured.mask = {1, 1, 1, 1, 1, 1, 0, 1};
  d.measured.weight = {1.0F, 2.0F, 1.0F, 1.0F, 1.0F, 1.0F, 5.0F, 3.0F};
  d.measured.target_cell = {0, 1, -1, 0};
  d.codes = {0, 1, 2, 3, 0, 1, 2, 3};
  d.target = {0.1F, 0.2F, 0.3F, 0.4F, 0.5F, 0.6F, 0.0F, 0.8F};
  return d;
}

std::string error_of(const Dataset& d) {
  try {
    load_training_data(d, "dataset.h5", {}, at::kCPU);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input);
    return error.what();
  }
  return "";
}

TEST(TrainingData, HasTheRowsOfEachSplit) {
  const TrainingData data = load_training_data(dataset(), "dataset.h5", {}, at::kCPU);
  EXPECT_THAT(data.train_rows, ElementsAre(0, 3));
  EXPECT_THAT(data.val_rows, ElementsAre(1));
  EXPECT_EQ(data.input.rows(), 4);
}

TEST(TrainingData, RowsWithoutAMeasuredTaskAreNotTrainedOn) {
  Dataset d = dataset();
  d.measured.mask = {0, 0, 1, 1, 1, 1, 1, 1};  // an outlier that cre-encode left out
  EXPECT_THAT(load_training_data(d, "dataset.h5", {}, at::kCPU).train_rows, ElementsAre(3));
}

TEST(TrainingData, WeightsAreElementWeightsWhereMeasured) {
  const TrainingData data = load_training_data(dataset(), "dataset.h5", {}, at::kCPU);
  EXPECT_TRUE(at::equal(data.weight[3], at::tensor({0.0F, 3.0F})));
  EXPECT_TRUE(at::equal(data.weight[0], at::tensor({1.0F, 2.0F})));
}

Dataset with_motifs() {
  Dataset d = dataset();
  d.motifs.names = {"p", "q"};
  d.motifs.threshold = {2.0F, 7.0F};
  d.motifs.score = {1.0F, 7.0F, 9.0F, 9.0F, 2.0F, 0.0F, 4.0F, 7.0F};  // rows 0 and 3 are training rows
  return d;
}

TEST(TrainingData, MotifScaleIsThatOfTheTrainingRows) {
  const TrainingData data =
      load_training_data(with_motifs(), "dataset.h5", {.motifs = MotifPrior::concatenate}, at::kCPU);
  EXPECT_TRUE(data.input.motif_scores.defined());
  EXPECT_FALSE(data.motif_present.defined());
  EXPECT_TRUE(at::allclose(data.motif_mean, at::tensor({2.5F, 7.0F})));
  // Sample deviation of 1 and 4: 3 / sqrt 2; that of equal scores is 1, as they say nothing.
  EXPECT_TRUE(at::allclose(data.motif_sd, at::tensor({2.1213203F, 1.0F}), 1e-5, 0.0));
}

TEST(TrainingData, MotifsArePresentFromTheirThresholdOn) {
  const at::Tensor expected = at::tensor({0, 1, 1, 1, 1, 0, 1, 1}).view({4, 2}).to(at::kBool);
  for (const std::int64_t resident_bytes : {0, 1000}) {
    const TrainingData data = load_training_data(
        with_motifs(), "dataset.h5", {.motifs = MotifPrior::auxiliary, .resident_bytes = resident_bytes}, at::kCPU);
    EXPECT_TRUE(at::equal(data.motif_present.select(at::arange(4)), expected));
    EXPECT_FALSE(data.input.motif_scores.defined());  // the network does not read them
  }
}

TEST(TrainingData, MotifScaleOfOneTrainingRowIsDefined) {
  Dataset d = with_motifs();
  d.measured.split[3] = Split::test;
  const TrainingData data = load_training_data(d, "dataset.h5", {.motifs = MotifPrior::auxiliary}, at::kCPU);
  EXPECT_TRUE(at::allclose(data.motif_mean, at::tensor({1.0F, 7.0F})));
  EXPECT_TRUE(at::allclose(data.motif_sd, at::tensor({1.0F, 1.0F}), 1e-5, 0.0));
}

TEST(TrainingData, MotifsThatTheNetworkDoesNotReadAreLeftOut) {
  const TrainingData data = load_training_data(with_motifs(), "dataset.h5", {}, at::kCPU);
  EXPECT_FALSE(data.input.motif_scores.defined());
  EXPECT_FALSE(data.motif_present.defined());
  EXPECT_FALSE(data.motif_mean.defined());
}

TEST(TrainingData, WithoutMotifsThereIsNothingOfThem) {
  const TrainingData data = load_training_data(dataset(), "dataset.h5", {.motifs = MotifPrior::auxiliary}, at::kCPU);
  EXPECT_FALSE(data.motif_present.defined());
  EXPECT_FALSE(data.motif_mean.defined());
}

TEST(TrainingData, RefusesADatasetWithoutValidationRows) {
  Dataset d = dataset();
  d.measured.split[1] = Split::test;
  EXPECT_THAT(error_of(d), HasSubstr("dataset.h5: has 2 training and 0 validation rows"));
}

TEST(TrainingData, RefusesATaskThatNoTrainingRowMeasures) {
  Dataset d = dataset();
  d.measured.mask[0] = 0;
  EXPECT_THAT(error_of(d), HasSubstr("task K562 has no measured value in the training rows"));
}

}  // namespace
}  // namespace cre
