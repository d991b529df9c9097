#include "statistics/conformal.h"

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.h"

namespace cre {
namespace {

const double kInfinity = std::numeric_limits<double>::infinity();

TEST(Conformal, WorkedByHand) {
  const std::vector<double> scores = {3, 1, 2, 9, 8, 7, 4, 6, 5};
  EXPECT_EQ(conformal_quantile(scores, 0.1), 9.0);         // ceil(10 * .9) = 9th of 9
  EXPECT_EQ(conformal_quantile(scores, 0.2), 8.0);         // 8th
  EXPECT_EQ(conformal_quantile(scores, 0.25), 8.0);        // ceil(7.5)
  EXPECT_EQ(conformal_quantile(scores, 0.05), kInfinity);  // ceil(9.5) = 10th
  EXPECT_EQ(conformal_quantile(std::vector<double>{}, 0.5), kInfinity);
}

TEST(Conformal, RankSurvivesRounding) {
  for (int n = 1; n < 400; ++n) {
    std::vector<double> scores(static_cast<std::size_t>(n));
    std::iota(scores.begin(), scores.end(), 1.0);
    for (int percent = 1; percent < 100; ++percent) {
      const int rank = ((n + 1) * (100 - percent) + 99) / 100;
      EXPECT_EQ(conformal_quantile(scores, percent / 100.0), rank > n ? kInfinity : rank) << n << " " << percent;
    }
  }
}

TEST(Conformal, ScoresRelativeToTheSpread) {
  EXPECT_THAT(normalized_scores(std::vector<double>{1, 2}, std::vector<double>{0, 4}, std::vector<double>{0.4, 0}, 0.1),
              testing::ElementsAre(testing::DoubleEq(2.0), testing::DoubleEq(20.0)));
}

TEST(Conformal, CoversNewRowsAsOftenAsItSays) {
  // With 19 calibration rows and alpha .1 the 18th score covers 18 of 20 exactly, for errors of any distribution.
  constexpr int kTrials = 20000;
  RandomStream stream(RandomPurpose::simulation, 1905);
  int covered = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<double> scores;
    for (int i = 0; i < 20; ++i) {
      scores.push_back(std::exp(stream.normal()));
    }
    const double limit = conformal_quantile(std::span(scores).first(19), 0.1);
    covered += scores.back() <= limit ? 1 : 0;
  }
  EXPECT_NEAR(covered, 0.9 * kTrials, 4.0 * std::sqrt(kTrials * 0.9 * 0.1));
}

}  // namespace
}  // namespace cre
