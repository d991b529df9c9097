#include "statistics/histogram.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cre {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::int64_t total(const Histogram& histogram) {
  return std::accumulate(histogram.counts.begin(), histogram.counts.end(), std::int64_t{0});
}

TEST(Histogram, ABinHoldsItsLowerEdgeAndTheLastOneBoth) {
  // numpy.histogram([0, 1, 1, 1.5, 2, 3], [0, 1, 2, 3])
  const Histogram found = histogram(std::vector<double>{0, 1, 1, 1.5, 2, 3}, {0, 1, 2, 3});
  EXPECT_THAT(found.counts, ElementsAre(1, 3, 2));
  EXPECT_EQ(found.below + found.above, 0);
}

TEST(Histogram, CountsWhatIsOutsideAndLeavesOutWhatIsNotFinite) {
  const Histogram found = histogram(std::vector<double>{kNan, -1, 0.5, kInfinity, -kInfinity, 7, 8}, {0, 1, 2});
  EXPECT_THAT(found.counts, ElementsAre(1, 0));
  EXPECT_EQ(found.below, 1);
  EXPECT_EQ(found.above, 2);
}

TEST(Histogram, EmptyWithoutValuesOrEdges) {
  EXPECT_THAT(histogram(std::vector<double>{}, {0, 1}).counts, ElementsAre(0));
  EXPECT_THAT(histogram(std::vector<double>{1, 2}, {}).counts, IsEmpty());
  EXPECT_THAT(edges_for(std::vector<double>{}, 4), IsEmpty());
}

TEST(EqualWidthEdges, ReachFromTheSmallestToTheLargest) {
  EXPECT_THAT(equal_width_edges(-1, 3, 4), ElementsAre(-1, 0, 1, 2, 3));
  const std::vector<double> gc = equal_width_edges(0, 1, 50);
  EXPECT_EQ(gc[15], 60.0 / 200.0);  // the share of 60 of 200 bases is on the edge, not beside it
}

TEST(EqualWidthEdges, OneValueIsInTheMiddle) {
  EXPECT_THAT(equal_width_edges(2, 2, 2), ElementsAre(1.5, 2, 2.5));
  EXPECT_THAT(equal_width_edges(0, 0, 1), ElementsAre(-0.5, 0.5));
  for (const double value : {1e20, -1e300, 1e-300}) {
    const std::vector<double> edges = equal_width_edges(value, value, 60);
    EXPECT_TRUE(std::adjacent_find(edges.begin(), edges.end()) == edges.end()) << value;
    EXPECT_EQ(total(histogram(std::vector<double>{value}, edges)), 1);
  }
}

TEST(EqualWidthEdges, SpanWhatHasNoDifference) {
  const double most = std::numeric_limits<double>::max();
  EXPECT_THAT(equal_width_edges(-most, most, 2), ElementsAre(-most, 0, most));
}

TEST(EdgesFor, OneValueAndAllEqual) {
  EXPECT_THAT(edges_for(std::vector<double>{3}, 2), ElementsAre(2.5, 3, 3.5));
  EXPECT_THAT(edges_for(std::vector<double>{3, 3, 3}, 2), ElementsAre(2.5, 3, 3.5));
  EXPECT_THAT(edges_for(std::vector<double>{3, 4}, 2), ElementsAre(3, DoubleEq(3.5), 4));
}

TEST(EdgesFor, SentinelsDoNotStretchTheBins) {
  std::vector<double> values = {-999};
  for (int i = 0; i <= 100; ++i) {
    values.push_back(i);
  }
  const Histogram found = histogram(values, edges_for(values, 10));
  EXPECT_EQ(found.edges.front(), 0);
  EXPECT_EQ(found.edges.back(), 100);
  EXPECT_THAT(found.counts, ElementsAre(10, 10, 10, 10, 10, 10, 10, 10, 10, 11));
  EXPECT_EQ(found.below, 1);
}

TEST(EdgesFor, EqualQuartilesHideNothing) {
  const std::vector<double> values = {0, 0, 0, 0, 0, 0, 0, 9};
  const Histogram found = histogram(values, edges_for(values, 3));
  EXPECT_THAT(found.counts, ElementsAre(7, 0, 1));
}

}  // namespace
}  // namespace cre
