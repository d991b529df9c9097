#include "statistics/value_counts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>

#include "core/random.h"
#include "statistics/histogram.h"
#include "statistics/ranks.h"
#include "statistics/summary.h"

namespace cre {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

/// What is counted of `all` in its second of two columns, beside the values themselves, sorted.
void expect_as_sorted(const std::vector<double>& all) {
  PackedNumbers numbers;
  numbers.append(all);
  const ValueCounts counts(numbers, 1, 2);
  std::vector<double> sorted;
  std::vector<std::size_t> places;
  for (std::size_t i = 1; i < all.size(); i += 2) {
    if (std::isfinite(all[i])) {
      sorted.push_back(all[i]);
      places.push_back(i);
    }
  }
  const std::vector<double> ranks = mid_ranks(sorted);
  const CountedRanks found(counts, numbers);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    EXPECT_EQ(found.of(places[i]), ranks[i]);
  }
  sorted = sorted_copy(sorted);
  ASSERT_EQ(counts.size(), sorted.size());
  for (std::size_t rank = 0; rank < sorted.size(); ++rank) {
    EXPECT_EQ(counts.at(rank), sorted[rank]);
    EXPECT_EQ(std::signbit(counts.at(rank)), std::signbit(sorted[rank]));
  }
  for (const double percent : {0.0, 0.1, 33.3, 50.0, 99.0, 100.0}) {
    EXPECT_EQ(percentile(counts, percent), percentile_of_sorted(sorted, percent));
  }
  EXPECT_EQ(edges_for(counts, 7), edges_for(sorted, 7));
  EXPECT_EQ(histogram(counts, edges_for(counts, 7)).counts, histogram(sorted, edges_for(sorted, 7)).counts);
  for (const double limit : {-1.0, 0.0, 0.25}) {
    const auto below = std::ranges::count_if(sorted, [=](double value) { return value < limit; });
    const auto above = std::ranges::count_if(sorted, [=](double value) { return value > limit; });
    EXPECT_EQ(counts.below(limit), static_cast<std::size_t>(below));
    EXPECT_EQ(counts.above(limit), static_cast<std::size_t>(above));
  }
}

std::vector<double> rounded_normals(double parts) {
  RandomStream stream(RandomPurpose::simulation, 7);
  std::vector<double> out;
  for (int i = 0; i < 3000; ++i) {
    out.push_back(std::round(stream.normal() * parts) / parts);
  }
  return out;
}

TEST(ValueCounts, SayWhatSortedValuesSay) {
  expect_as_sorted(rounded_normals(100.0));
  expect_as_sorted(rounded_normals(1e6));  // too far apart for counting by digits
  expect_as_sorted(rounded_normals(3.0));  // no decimals
  expect_as_sorted({0, 0.5, 0, kNan, 0, -0.0, 0, 0.0, 0, kInf, 0, -kInf, 0, 0.5, 0, -0.5});
  expect_as_sorted({0, -0.0, 0, -1.0});
  expect_as_sorted({0, 2.0});
}

TEST(ValueCounts, OfNothing) {
  const ValueCounts none(PackedNumbers{kNan, kInf}, 0, 1);
  EXPECT_TRUE(none.empty());
  EXPECT_TRUE(std::isnan(percentile(none, 50)));
}

}  // namespace
}  // namespace cre
