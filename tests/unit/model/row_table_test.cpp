#include "model/row_table.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

TEST(RowTable, GivesTheRowsThatAreAskedForWhereverItIs) {
  const at::Tensor rows = at::arange(12).view({4, 3});
  for (const Residence residence : {Residence::device, Residence::main_memory}) {
    const RowTable table(rows, at::kCPU, residence);
    EXPECT_EQ(table.size(0), 4);
    EXPECT_TRUE(
        at::equal(table.select(at::tensor({3, 0, 3})), at::tensor({9, 10, 11, 0, 1, 2, 9, 10, 11}).view({3, 3})));
  }
}

TEST(RowTable, IsUndefinedWithoutRows) {
  EXPECT_FALSE(RowTable().defined());
}

}  // namespace
}  // namespace cre
