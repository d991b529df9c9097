#include "train/data/sampling.h"

#include <gmock/gmock.h>

#include <cmath>
#include <map>
#include <set>

#include "expect_error.h"

namespace cre {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// The two activities of each element; NaN is not measured.
Dataset dataset(const std::vector<std::pair<double, double>>& activity) {
  Dataset d;
  d.tasks = {"K562", "HepG2"};
  for (const auto& [first, second] : activity) {
    for (const double value : {first, second}) {
      d.measured.activity.push_back(value);
      d.measured.mask.push_back(std::isnan(value) ? 0 : 1);
    }
  }
  return d;
}

std::vector<std::pair<std::int64_t, std::int64_t>> pairs(const std::vector<Visit>& visits) {
  std::vector<std::pair<std::int64_t, std::int64_t>> result;
  for (const Visit& visit : visits) {
    result.emplace_back(visit.row, visit.copy);
  }
  return result;
}

const std::vector<std::int64_t> kRows = {0, 2, 3};

Sampler sampler(const SamplingConfig& config) {
  return {config, dataset({{0.1, 0.5}, {9.0, 9.0}, {0.4, kNan}, {kNan, 2.0}}), kRows};
}

TEST(Sampler, VisitsEachElementOnceByDefault) {
  EXPECT_THAT(pairs(sampler({}).visits(1, 1)), ElementsAre(Pair(0, 0), Pair(2, 0), Pair(3, 0)));
  EXPECT_EQ(sampler({}).visits_per_epoch(), 3);
}

TEST(Sampler, VisitsActiveElementsTwice) {
  // From .5 on in some task: rows 0 (.5) and 3 (2), not row 2 (.4).
  const Sampler twice = sampler({.twice_from = 0.5});
  EXPECT_THAT(pairs(twice.visits(1, 1)), ElementsAre(Pair(0, 0), Pair(0, 1), Pair(2, 0), Pair(3, 0), Pair(3, 1)));
  EXPECT_EQ(twice.visits_per_epoch(), 5);
}

TEST(Sampler, ShowsBothStrandsByTheParityOfTheCopy) {
  EXPECT_THAT(
      pairs(sampler({.twice_from = 2.0, .both_strands = true}).visits(1, 1)),
      ElementsAre(Pair(0, 0), Pair(0, 1), Pair(2, 0), Pair(2, 1), Pair(3, 0), Pair(3, 1), Pair(3, 2), Pair(3, 3)));
}

// Rows 0, 2 and 3 train, the others are unused.
Dataset with_unused(std::size_t unused) {
  Dataset d = dataset({{0.1, 0.5}, {9.0, 9.0}, {0.4, kNan}, {kNan, 2.0}});
  d.measured.split = {Split::train, Split::test, Split::train, Split::train};
  d.measured.split.resize(4 + unused, Split::unused);
  return d;
}

TEST(Sampler, FullEpochsAreAsLongAsWithAllTrainingRows) {
  const Dataset d = with_unused(5);  // 3 of 8 rows: 2 each, and 2 of the 3 a third time
  const Sampler full({.twice_from = {}, .full_epochs = true}, d, kRows);
  EXPECT_EQ(full.visits_per_epoch(), 8);
  std::set<std::set<std::int64_t>> thirds;
  for (std::int64_t epoch = 1; epoch <= 20; ++epoch) {
    const auto visits = pairs(full.visits(7, epoch));
    ASSERT_EQ(visits.size(), 8U);
    EXPECT_EQ(std::set(visits.begin(), visits.end()).size(), 8U) << "copies differ";
    std::map<std::int64_t, int> times;
    std::set<std::int64_t> third;
    for (const auto& [row, copy] : visits) {
      if (++times[row] == 3) {
        third.insert(row);
      }
      EXPECT_EQ(copy % 2, 0) << "one strand";
    }
    EXPECT_THAT(times, ElementsAre(Pair(0, testing::Ge(2)), Pair(2, testing::Ge(2)), Pair(3, testing::Ge(2))));
    thirds.insert(third);
  }
  EXPECT_EQ(thirds.size(), 3U) << "all pairs of rows";
  EXPECT_EQ(pairs(full.visits(7, 3)), pairs(full.visits(7, 3)));
}

TEST(Sampler, FullEpochsWithStrandsAndActiveElementsTwice) {
  // Row 3 twice, each on both strands, makes 8 of 3 rows; 6 rows make 16.
  const Sampler full({.twice_from = 2.0, .both_strands = true, .full_epochs = true}, with_unused(3), kRows);
  const auto visits = pairs(full.visits(1, 1));
  EXPECT_EQ(std::set(visits.begin(), visits.end()).size(), 16U);
  EXPECT_EQ(std::ranges::count_if(visits, [](const auto& visit) { return visit.second % 2 == 1; }), 8);
  const Sampler bins({.twice_from = {}, .balance_bins = 2, .full_epochs = true}, with_unused(5), kRows);
  EXPECT_EQ(bins.visits(1, 1).size(), 8U);
}

TEST(Sampler, FullEpochsWithoutUnusedRowsAreTheSame) {
  EXPECT_EQ(pairs(Sampler({.twice_from = {}, .full_epochs = true}, with_unused(0), kRows).visits(1, 1)),
            pairs(sampler({}).visits(1, 1)));
}

// 90 elements near 0, 10 near 1, and one that is not measured at all.
Dataset uneven() {
  std::vector<std::pair<double, double>> activity;
  for (int i = 0; i < 100; ++i) {
    activity.emplace_back(i % 10 == 0 ? 0.9 + 0.001 * i : 0.001 * i, kNan);
  }
  activity.emplace_back(kNan, kNan);
  return dataset(activity);
}

std::vector<std::int64_t> all_rows(const Dataset& d) {
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < d.measured.mask.size() / 2; ++i) {
    rows.push_back(static_cast<std::int64_t>(i));
  }
  return rows;
}

TEST(Sampler, BalancesBinsOfActivity) {
  const Dataset d = uneven();
  const Sampler balanced({.twice_from = {}, .balance_bins = 2}, d, all_rows(d));
  EXPECT_EQ(balanced.visits_per_epoch(), 101);
  std::map<std::int64_t, int> seen;
  int active = 0;
  for (const Visit& visit : balanced.visits(1, 1)) {
    ++seen[visit.row];
    active += visit.row % 10 == 0 ? 1 : 0;
  }
  EXPECT_EQ(active, 50);  // of 101: the bin of the inactive ones is the first
  EXPECT_FALSE(seen.contains(100)) << "an element without any value teaches nothing";
  EXPECT_GT(seen.size(), 35U);
}

TEST(Sampler, BinsWithoutElementsAreLeftOut) {
  const Dataset d = uneven();
  int active = 0;
  for (const Visit& visit : Sampler({.twice_from = {}, .balance_bins = 4}, d, all_rows(d)).visits(1, 1)) {
    active += visit.row % 10 == 0;
  }
  EXPECT_EQ(active, 50);
}

TEST(Sampler, EqualActivitiesAreOneBin) {
  const Dataset d = dataset({{0.5, 0.5}, {0.5, kNan}, {0.5, 0.5}});
  EXPECT_EQ(Sampler({.twice_from = {}, .balance_bins = 10}, d, all_rows(d)).visits(1, 1).size(), 3U);
}

TEST(Sampler, VisitsOfAnElementHaveDifferentCopies) {
  const Dataset d = uneven();
  for (const bool both : {false, true}) {
    const auto visits =
        pairs(Sampler({.twice_from = {}, .both_strands = both, .balance_bins = 2}, d, all_rows(d)).visits(1, 1));
    EXPECT_EQ(visits.size(), both ? 202U : 101U);
    EXPECT_EQ(std::set(visits.begin(), visits.end()).size(), visits.size());
    int other_strand = 0;
    for (const auto& [row, copy] : visits) {
      other_strand += copy % 2 == 1;
    }
    if (both) {
      EXPECT_EQ(other_strand, 101);
    }
  }
}

TEST(Sampler, DrawsDependOnSeedAndEpochAlone) {
  const Dataset d = uneven();
  const Sampler one({.twice_from = {}, .balance_bins = 2}, d, all_rows(d)),
      other({.twice_from = {}, .balance_bins = 2}, d, all_rows(d));
  EXPECT_EQ(pairs(one.visits(1, 2)), pairs(other.visits(1, 2)));
  EXPECT_NE(pairs(one.visits(1, 2)), pairs(one.visits(1, 3)));
  EXPECT_NE(pairs(one.visits(1, 2)), pairs(one.visits(2, 2)));
}

TEST(SamplingConfig, BalancedDrawsDecideHowOften) {
  SamplingConfig config;
  expect_error(ErrorKind::config, "twice_from: goes together with balance_bins 0 only",
               [&] { ConfigView(config).read({{"twice_from", 0.5}, {"balance_bins", 10}}, "test"); });
}

}  // namespace
}  // namespace cre
