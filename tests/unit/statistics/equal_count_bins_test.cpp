#include "statistics/equal_count_bins.h"

#include <algorithm>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cre {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

TEST(EqualCountBins, WorkedByHand) {
  const Bins bins = equal_count_bins(std::vector<double>{5, 1, 3, 2, 4}, 2);
  EXPECT_EQ(bins.count, 2U);
  EXPECT_THAT(bins.bin, ElementsAre(1, 0, 0, 0, 1));
}

TEST(EqualCountBins, SizesDifferByAtMostOneEvenWithTies) {
  for (const std::size_t rows : {10, 23, 99, 100}) {
    const Bins bins = equal_count_bins(std::vector<double>(rows, 1.0), 10);
    std::vector<std::size_t> size(bins.count);
    for (const std::uint32_t bin : bins.bin) {
      ++size[bin];
    }
    const auto [smallest, largest] = std::minmax_element(size.begin(), size.end());
    EXPECT_LE(*largest - *smallest, 1U) << rows;
    EXPECT_TRUE(std::is_sorted(bins.bin.begin(), bins.bin.end()));  // equal values by position
  }
}

TEST(EqualCountBins, FewRowsHaveFewBins) {
  const Bins bins = equal_count_bins(std::vector<double>{2, 1, 3}, 10);
  EXPECT_EQ(bins.count, 3U);
  EXPECT_THAT(bins.bin, ElementsAre(1, 0, 2));
  EXPECT_EQ(equal_count_bins(std::vector<double>{}, 10).count, 0U);
}

TEST(BinsByCutPoints, HoldTheirUpperCutPointAndKeepTiesTogether) {
  // numpy.percentile([1, 2, 2, 2, 5], [33.3, 66.7]) lies between the twos.
  const std::vector<double> values = {5, 2, 1, 2, 2};
  const std::vector<double> cuts = quantile_cut_points(values, 3);
  EXPECT_THAT(cuts, ElementsAre(DoubleEq(2.0), DoubleEq(2.0)));
  const Bins bins = bins_by_cut_points(values, cuts);
  EXPECT_EQ(bins.count, 3U);
  EXPECT_THAT(bins.bin, ElementsAre(2, 0, 0, 0, 0));
}

TEST(BinsByCutPoints, QuintilesOfDifferentValuesAreEqualCounts) {
  std::vector<double> values;
  for (int i = 0; i < 50; ++i) {
    values.push_back((i * 37) % 50);
  }
  const Bins bins = bins_by_cut_points(values, quantile_cut_points(values, 5));
  EXPECT_EQ(bins.bin, equal_count_bins(values, 5).bin);
  EXPECT_TRUE(quantile_cut_points(std::vector<double>{}, 5).empty());
}

}  // namespace
}  // namespace cre
