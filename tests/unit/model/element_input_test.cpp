#include "model/element_input.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

Dataset dataset() {
  Dataset d;
  d.tasks = {"K562", "HepG2"};
  d.construct = {2, "G", "", ReverseScope::insert};
  d.measured.id = {"a", "b", "c"};
  d.measured.target_cell = {1, -1, 0};
  d.codes = {0, 1, 2, 3, 0, 0};
  d.motifs.names = {"p", "q"};
  d.motifs.threshold = {1.0F, 2.0F};
  d.motifs.score = {0.5F, 1.5F, 2.5F, 3.5F, 4.5F, 5.5F};
  return d;
}

TEST(ElementInput, BatchesHaveTheRowsThatAreAskedFor) {
  const ElementInput input(dataset(), at::kCPU);
  EXPECT_EQ(input.rows(), 3);
  const at::Tensor rows = at::tensor({2, 0}, at::kLong);
  const at::Tensor codes = input.sequences.construct(input.sequences.inserts(rows), at::zeros({2}, at::kBool));
  const NetworkInput batch = input.batch(rows, codes, at::kFloat);
  EXPECT_TRUE(at::equal(batch.target_cell, at::tensor({0, 1}, at::kLong)));
  EXPECT_TRUE(at::equal(batch.motif_scores, at::tensor({4.5F, 5.5F, 0.5F, 1.5F}).view({2, 2})));
  // GAA and GAC: channels A, C, G, T.
  EXPECT_TRUE(at::equal(batch.onehot[1].argmax(0).view({3}), at::tensor({2, 0, 1}, at::kLong)));
  EXPECT_TRUE(at::equal(batch.onehot[0].argmax(0).view({3}), at::tensor({2, 0, 0}, at::kLong)));
  EXPECT_FALSE(batch.mixup.has_value());
  EXPECT_EQ(input.batch(rows, codes, at::kBFloat16).onehot.scalar_type(), at::kBFloat16);
}

TEST(ElementInput, BatchesAreTheSameFromMainMemory) {
  const at::Tensor rows = at::tensor({2, 0}, at::kLong);
  const ElementInput resident(dataset(), at::kCPU), streamed(dataset(), at::kCPU, {.resident_bytes = 0});
  EXPECT_TRUE(at::equal(streamed.sequences.inserts(rows), resident.sequences.inserts(rows)));
  EXPECT_TRUE(at::equal(streamed.motif_scores.select(rows), resident.motif_scores.select(rows)));
}

TEST(ElementInput, LeavesMotifScoresOutWhenTold) {
  const ElementInput input(dataset(), at::kCPU, {.motif_scores = false});
  EXPECT_FALSE(input.motif_scores.defined());
}

TEST(ElementInput, HasNoMotifScoresWithoutMotifs) {
  Dataset d = dataset();
  d.motifs = {};
  const ElementInput input(d, at::kCPU);
  const at::Tensor rows = at::tensor({1}, at::kLong);
  EXPECT_FALSE(input.batch(rows, input.sequences.inserts(rows), at::kFloat).motif_scores.defined());
}

TEST(NetworkShape, OfADatasetCountsItsFlanks) {
  const NetworkShape shape = network_shape(dataset(), 2);
  EXPECT_EQ(shape.tasks, 2);
  EXPECT_EQ(shape.length, 3);
  EXPECT_EQ(shape.outputs, 2);
  EXPECT_EQ(shape.motifs, 2);
}

}  // namespace
}  // namespace cre
