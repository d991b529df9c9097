#include "statistics/resampling.h"

#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.h"
#include "statistics/resample_batch.h"

namespace cre {
namespace {

using testing::ElementsAre;

std::vector<std::int32_t> resample(const ResampleUnits& units, std::uint64_t seed, std::uint64_t number) {
  std::vector<std::int32_t> counts;
  draw_units(units, seed, number, counts);
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
  ResampleBatch batch;
  BatchDrawer(units).draw(5, 2, kBatch, batch);
  EXPECT_EQ(batch.counts[0], batch.counts[2]);
  EXPECT_EQ(batch.counts[0], batch.counts[5]);
  EXPECT_EQ(batch.counts[1], batch.counts[4]);
  for (std::size_t b = 0; b < kBatch; ++b) {
    EXPECT_EQ(batch.counts[0][b] + batch.counts[1][b] + batch.counts[3][b], 3);
    EXPECT_EQ(batch.drawn[b], 3 * batch.counts[0][b] + 2 * batch.counts[1][b] + batch.counts[3][b]);
  }
}

TEST(ResampleBatch, HasTheResamplesOneByOne) {
  const ResampleUnits units = element_units(1000);
  ResampleBatch batch;
  BatchDrawer drawer(units);
  drawer.draw(2025, 8, kBatch, batch);
  drawer.draw(2025, 16, 5, batch);  // what was there before does not show
  for (std::size_t b = 0; b < kBatch; ++b) {
    const std::vector<std::int32_t> counts = b < 5 ? resample(units, 2025, 16 + b) : std::vector<std::int32_t>(1000, 0);
    EXPECT_EQ(batch.drawn[b], b < 5 ? 1000 : 0);
    for (std::size_t row = 0; row < 1000; ++row) {
      EXPECT_EQ(batch.counts[row][b], counts[row]);
    }
  }
}

TEST(ResampleBatch, GathersTheRowsOfAPart) {
  const ResampleBatch all = repeated(std::vector<std::int32_t>{5, 7, 1, 9});
  ResampleBatch part;
  gather_rows(all, std::vector<std::uint32_t>{2, 0}, part);
  EXPECT_EQ(part.counts.size(), 2U);
  EXPECT_EQ(part.counts[0][3], 1);
  EXPECT_EQ(part.counts[1][7], 5);
  EXPECT_EQ(part.drawn[5], 6);
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
