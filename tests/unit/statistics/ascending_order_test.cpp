#include "statistics/ascending_order.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/random.h"

namespace cre {
namespace {

using testing::ElementsAre;

std::vector<std::uint32_t> by_comparisons(const std::vector<double>& values) {
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
  return order;
}

TEST(AscendingOrder, IsThatOfComparisons) {
  RandomStream stream(RandomPurpose::simulation, 4);
  for (const std::size_t count : {0U, 1U, 30U, 1023U, 1024U, 5000U}) {
    std::vector<double> values, tied;
    for (std::size_t i = 0; i < count; ++i) {
      values.push_back(stream.normal() * (i % 3 == 0 ? 1e-300 : 1e12));
      tied.push_back(static_cast<double>(stream.below(7)) - 3.0);
    }
    EXPECT_EQ(ascending_order(values), by_comparisons(values)) << count;
    EXPECT_EQ(ascending_order(tied), by_comparisons(tied)) << count;
  }
}

TEST(SortAscending, IsThatOfComparisons) {
  RandomStream stream(RandomPurpose::simulation, 6);
  for (const std::size_t count : {0U, 1U, 30U, 1023U, 1024U, 5000U}) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) {
      values.push_back(i % 5 == 0 ? std::numeric_limits<double>::infinity() * (i % 2 == 0 ? 1.0 : -1.0)
                                  : stream.normal() * (i % 3 == 0 ? 1e-310 : 1e12));
    }
    std::vector<double> expected = values;
    std::sort(expected.begin(), expected.end());
    sort_ascending(values);
    EXPECT_EQ(values, expected) << count;
    for (double& value : values) {
      value = 1.0 + 1e-9 * stream.uniform();  // differ in their last bits alone
    }
    expected = values;
    std::sort(expected.begin(), expected.end());
    sort_ascending(values);
    EXPECT_EQ(values, expected) << count;
  }
}

TEST(SortAscending, PutsMinusZeroBeforeZero) {
  for (const std::size_t count : {10U, 2000U}) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) {
      values.push_back(i % 2 == 0 ? 0.0 : -0.0);
    }
    sort_ascending(values);
    EXPECT_TRUE(std::signbit(values.front()));
    EXPECT_FALSE(std::signbit(values.back()));
    EXPECT_EQ(std::count_if(values.begin(), values.end(), [](double v) { return std::signbit(v); }),
              static_cast<std::ptrdiff_t>(count / 2));
  }
  std::vector<double> with_nan = {1.0, std::numeric_limits<double>::quiet_NaN()};
  EXPECT_THROW(sort_ascending(with_nan), Error);
}

TEST(AscendingOrder, OfSignsZerosAndInfinities) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::vector<double> few = {0.0, -0.0, kInfinity, -1.0, -kInfinity, 5e-324, -2.0, 0.0, 1.0};
  EXPECT_THAT(ascending_order(few), ElementsAre(4, 6, 3, 0, 1, 7, 5, 8, 2));
  std::vector<double> many;  // enough for the sort by digits
  for (int i = 0; i < 200; ++i) {
    many.insert(many.end(), few.begin(), few.end());
  }
  EXPECT_EQ(ascending_order(many), by_comparisons(many));
}

TEST(AscendingOrder, RefusesNaN) {
  EXPECT_THROW(ascending_order(std::vector<double>{1.0, std::numeric_limits<double>::quiet_NaN()}), Error);
}

}  // namespace
}  // namespace cre
