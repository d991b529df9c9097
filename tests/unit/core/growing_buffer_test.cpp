#include "core/growing_buffer.h"

#include <utility>
#include <vector>

#include <gmock/gmock.h>

namespace cre {
namespace {

using testing::ElementsAre;

TEST(GrowingBuffer, GrowsAndIsCut) {
  GrowingBuffer<int> found;
  EXPECT_TRUE(found.all().empty());
  for (int i = 0; i < 1000; ++i) {
    found.push_back(i);
  }
  found.append(std::vector<int>{-1, -2});
  *found.grow(1) = -3;
  ASSERT_EQ(found.size(), 1003U);
  EXPECT_EQ(found[999], 999);
  EXPECT_THAT(found.all().last(3), ElementsAre(-1, -2, -3));
  found.cut(2);
  found.push_back(7);
  EXPECT_THAT(found.all(), ElementsAre(0, 1, 7));
  found.cut(0);
  EXPECT_EQ(found.size(), 0U);
}

TEST(GrowingBuffer, CopiesAreTheirOwn) {
  GrowingBuffer<int> one;
  one.push_back(1);
  GrowingBuffer<int> other = one;
  other[0] = 2;
  EXPECT_EQ(one[0], 1);
  one = std::move(other);
  EXPECT_THAT(one.all(), ElementsAre(2));
}

}  // namespace
}  // namespace cre
