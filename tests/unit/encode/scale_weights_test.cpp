#include "encode/scale_weights.h"

#include <gmock/gmock.h>

namespace cre {
namespace {

TEST(ScaleWeights, DividesByTheMeanOfMeasuredTrainingRows) {
  // Two tasks. Training rows 0 and 1: weights 1 and 3 in the first task (mean 2), 20 in the second (row 1 is masked).
  MeasuredRows rows;
  rows.id = {"a", "b", "c"};
  rows.split = {Split::train, Split::train, Split::test};
  rows.mask = {1, 1, 1, 0, 1, 1};
  rows.weight = {1.0F, 20.0F, 3.0F, 99.0F, 8.0F, 5.0F};
  scale_weights(rows, 2);
  EXPECT_THAT(rows.weight, testing::ElementsAre(0.5F, 1.0F, 1.5F, 4.95F, 4.0F, 0.25F));
}

}  // namespace
}  // namespace cre
