#include "statistics/resampling.h"

#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.h"

namespace cre {
namespace {

using testing::ElementsAre;

std::vector<std::int32_t> resample(const ResampleUnits& units, std::uint64_t seed, std::uint64_t number) {
  std::vector<std::int32_t> scratch;
  std::vector<std::int32_t> counts;
  draw_resample(units, seed, number, scratch, counts);
  return counts;
}

TEST(Resampling, DrawsAsManyRowsAsThereAre) {
  for (const std::size_t rows : {1U, 2U, 7U, 4096U, 4097U, 10000U}) {
    const std::vector<std::int32_t> counts = resample(element_units(rows), 2025, 3);
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), static_cast<std::int64_t>(rows));
  }
}

TEST(Resampling, FollowsTheDocumentedRule) {
  constexpr std::uint32_t kRows = 1000;
  std::vector<std::int32_t> expected(kRows, 0);
  RandomStream words(RandomPurpose::bootstrap, 2025, 17);
  for (std::uint32_t drawn = 0; drawn < kRows;) {
    const std::uint64_t product = std::uint64_t{words.next_u32()} * kRows;
    if ((product & 0xFFFFFFFFU) < (std::uint64_t{1} << 32U) % kRows) {
      continue;
    }
    ++expected[product >> 32U];
    ++drawn;
  }
  EXPECT_EQ(resample(element_units(kRows), 2025, 17), expected);
}

TEST(Resampling, DiffersBetweenResamplesAndSeeds) {
  const ResampleUnits units = element_units(100);
  EXPECT_NE(resample(units, 1, 0), resample(units, 1, 1));
  EXPECT_NE(resample(units, 1, 0), resample(units, 2, 0));
}

TEST(Resampling, RowsOfAGroupStayTogether) {
  const std::vector<std::int64_t> group = {9, 4, 9, 7, 4, 9};
  const ResampleUnits units = group_units(group);
  EXPECT_EQ(units.count, 3U);
  EXPECT_THAT(units.unit_of_row, ElementsAre(0, 1, 0, 2, 1, 0));
  const std::vector<std::int32_t> counts = resample(units, 5, 2);
  EXPECT_EQ(counts[0], counts[2]);
  EXPECT_EQ(counts[0], counts[5]);
  EXPECT_EQ(counts[1], counts[4]);
  EXPECT_EQ(counts[0] + counts[1] + counts[3], 3);
}

TEST(Resampling, EveryRowIsDrawnEquallyOften) {
  constexpr std::size_t kRows = 10;
  constexpr std::uint64_t kResamples = 2000;
  std::vector<double> total(kRows, 0.0);
  for (std::uint64_t b = 0; b < kResamples; ++b) {
    const std::vector<std::int32_t> counts = resample(element_units(kRows), 11, b);
    for (std::size_t row = 0; row < kRows; ++row) {
      total[row] += counts[row];
    }
  }
  double chi_square = 0.0;
  for (const double count : total) {
    chi_square += (count - kResamples) * (count - kResamples) / kResamples;
  }
  EXPECT_LT(chi_square, 27.88);  // 0.1 % quantile of chi-square with 9 degrees of freedom
}

}  // namespace
}  // namespace cre
