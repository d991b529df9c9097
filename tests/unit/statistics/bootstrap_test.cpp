#include "statistics/bootstrap.h"

#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.h"
#include "statistics/correlation.h"
#include "statistics/interval.h"
#include "statistics/resampled_moments.h"

namespace cre {
namespace {

std::vector<double> pearson_replicates(const std::vector<double>& x, const std::vector<double>& y,
                                       const BootstrapPlan& plan, unsigned threads) {
  const ResampledMoments moments(x, y);
  std::vector<double> out(plan.resamples);
  for_each_batch(element_units(x.size()), plan, threads, [&] {
    return [&](std::size_t first, std::size_t count, const ResampleBatch& batch) {
      const std::array<MomentMetrics, kBatch> metrics = moments.compute(batch);
      for (std::size_t b = 0; b < count; ++b) {
        out[first + b] = metrics[b].pearson;
      }
    };
  });
  return out;
}

struct Sample {
  std::vector<double> x, y;
};

Sample correlated_normals(std::size_t rows, double correlation, std::uint64_t seed) {
  RandomStream stream(RandomPurpose::simulation, seed);
  Sample out;
  for (std::size_t i = 0; i < rows; ++i) {
    out.x.push_back(stream.normal());
    out.y.push_back(correlation * out.x.back() + std::sqrt(1 - correlation * correlation) * stream.normal());
  }
  return out;
}

TEST(Bootstrap, ThreadsDoNotShowInTheReplicates) {
  const Sample sample = correlated_normals(200, 0.5, 1);
  const BootstrapPlan plan{.resamples = 100, .seed = 2025};
  const std::vector<double> one = pearson_replicates(sample.x, sample.y, plan, 1);
  EXPECT_EQ(one, pearson_replicates(sample.x, sample.y, plan, 7));
}

TEST(Bootstrap, MoreResamplesKeepTheFirstOnes) {
  const Sample sample = correlated_normals(50, 0.5, 2);
  const std::vector<double> few = pearson_replicates(sample.x, sample.y, {.resamples = 20, .seed = 3}, 2);
  const std::vector<double> many = pearson_replicates(sample.x, sample.y, {.resamples = 90, .seed = 3}, 2);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
}

TEST(Bootstrap, SpreadOfReplicatesIsTheStandardErrorOfR) {
  // Fisher: sd(r) is about (1 - rho^2) / sqrt(n).
  const Sample sample = correlated_normals(2000, 0.6, 3);
  const std::vector<double> r = pearson_replicates(sample.x, sample.y, {.resamples = 1000, .seed = 4}, 2);
  const double mean = std::accumulate(r.begin(), r.end(), 0.0) / 1000.0;
  double squares = 0.0;
  for (const double value : r) {
    squares += (value - mean) * (value - mean);
  }
  EXPECT_NEAR(std::sqrt(squares / 999.0), 0.64 / std::sqrt(2000.0), 0.1 * 0.64 / std::sqrt(2000.0));
  EXPECT_NEAR(mean, pearson(sample.x, sample.y), 0.002);
}

TEST(Bootstrap, IntervalsCoverTheTruthAboutAsOftenAsTheySay) {
  constexpr int kStudies = 400;
  constexpr double kTruth = 0.6;
  int covered = 0;
  for (int study = 0; study < kStudies; ++study) {
    const Sample sample = correlated_normals(150, kTruth, 1000 + static_cast<std::uint64_t>(study));
    const std::vector<double> r = pearson_replicates(sample.x, sample.y, {.resamples = 400, .seed = 5}, 2);
    const Interval interval = percentile_interval(r, 0.90);
    covered += interval.low <= kTruth && kTruth <= interval.high ? 1 : 0;
  }
  // 90 % of 400 with three binomial standard deviations (4.5 points), and the known 1-2 points of undercoverage.
  EXPECT_GE(covered, 338);
  EXPECT_LE(covered, 378);
}

}  // namespace
}  // namespace cre
