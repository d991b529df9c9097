#include "core/packed_integers.h"

#include <cstdint>
#include <vector>

#include <gmock/gmock.h>

namespace cre {
namespace {

using testing::ElementsAre;

TEST(PackedIntegers, LargeOnesAreAsGood) {
  constexpr std::int64_t kLarge = std::int64_t{1} << 31;
  PackedIntegers small = {1, -1, kLarge - 1, -kLarge}, large = {2, kLarge, -kLarge - 1};
  EXPECT_THAT(small, ElementsAre(1, -1, kLarge - 1, -kLarge));
  EXPECT_THAT(large, ElementsAre(2, kLarge, -kLarge - 1));
  PackedIntegers both = small;
  both.append(large);
  EXPECT_THAT(both, ElementsAre(1, -1, kLarge - 1, -kLarge, 2, kLarge, -kLarge - 1));
  large.append(small);
  EXPECT_THAT(large, ElementsAre(2, kLarge, -kLarge - 1, 1, -1, kLarge - 1, -kLarge));
  EXPECT_EQ(large.back(), -kLarge);
  small.append(small);
  EXPECT_EQ(small.size(), 8U);
}

TEST(PackedIntegers, KeepRows) {
  for (const std::int64_t last : {std::int64_t{4}, std::int64_t{1} << 40}) {
    PackedIntegers found = {1, 2, 3, last};
    found.keep(std::vector<std::size_t>{1, 3});
    EXPECT_THAT(found, ElementsAre(2, last));
  }
}

}  // namespace
}  // namespace cre
