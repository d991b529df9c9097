#include "core/packed_numbers.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace cre {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

/// Bit for bit: NaN, and -0 and 0 apart.
void expect_same(const PackedNumbers& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  std::vector<double> all(expected.size());
  found.read(0, all);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(found[i]), std::bit_cast<std::uint64_t>(expected[i])) << i;
    EXPECT_EQ(std::bit_cast<std::uint64_t>(all[i]), std::bit_cast<std::uint64_t>(expected[i])) << i;
  }
}

PackedNumbers packed(const std::vector<double>& values) {
  PackedNumbers out;
  for (const double value : values) {
    out.push_back(value);
  }
  return out;
}

/// All that four decimals can say between -3 and 3, as a table is read.
std::vector<double> decimals() {
  std::vector<double> out;
  for (int digits = -30'000; digits <= 30'000; ++digits) {
    out.push_back(std::stod(std::to_string(digits) + "e-4"));
  }
  return out;
}

TEST(PackedNumbers, DecimalsAreTheDoublesThatTheyWere) {
  const PackedNumbers found = packed(decimals());
  EXPECT_TRUE(found.has_digits());
  expect_same(found, decimals());
  EXPECT_EQ(found.digits()[0], -30'000);
}

TEST(PackedNumbers, SoAreOddOnesAmongThem) {
  const std::vector<double> values = {1.5, kNan, -kInf, 0.0, -0.0, kInf, 0.123456789, 2.0, -2.147};
  const PackedNumbers found = packed(values);
  EXPECT_TRUE(found.has_digits());
  expect_same(found, values);
  for (const double other : {0.1234567891, 3.0, 1e300, 5e-324, -std::nan("1")}) {
    std::vector<double> more = values;  // 3 has no room beside nine decimals
    more.push_back(other);
    more.push_back(0.5);
    const PackedNumbers wide = packed(more);
    EXPECT_FALSE(wide.has_digits());
    expect_same(wide, more);
  }
}

TEST(PackedNumbers, PartsOfOtherDecimalsFollowEachOther) {
  const std::vector<std::vector<double>> parts = {{1.0, 2.0}, {kNan}, {0.25}, {1.5, -0.001}, {1.0 / 3.0}, {7.0, kInf}};
  PackedNumbers found;
  std::vector<double> expected;
  for (const std::vector<double>& part : parts) {
    found.append(packed(part));
    expected.insert(expected.end(), part.begin(), part.end());
    expect_same(found, expected);
  }
  EXPECT_FALSE(found.has_digits());
}

TEST(PackedNumbers, ChangeOneByOne) {
  PackedNumbers found = {0.5, 1.5, 2.5};
  found.set(1, 0.0625);
  found.forget(2);
  expect_same(found, {0.5, 0.0625, kNan});
  found.set(0, 1.0 / 3.0);
  found.set(2, 4.0);
  expect_same(found, {1.0 / 3.0, 0.0625, 4.0});
  found.forget(1);
  expect_same(found, {1.0 / 3.0, kNan, 4.0});
}

TEST(PackedNumbers, KeepRows) {
  for (const double last : {0.5, 1.0 / 3.0}) {
    PackedNumbers found = {0.0, 0.1, 1.0, 1.1, 2.0, 2.1, 3.0, last};
    found.keep(std::vector<std::size_t>{0, 2, 3}, 2);
    expect_same(found, {0.0, 0.1, 2.0, 2.1, 3.0, last});
    found.keep({}, 2);
    EXPECT_TRUE(found.empty());
  }
}

}  // namespace
}  // namespace cre
