#include "statistics/correlation_permutation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.h"
#include "statistics/correlation.h"
#include "statistics/ks_distance.h"

namespace cre {
namespace {

using CorrelationFunction = double (*)(std::span<const double>, std::span<const double>);

/// Shares of all n! orders of y.
PermutationP exact_p(const std::vector<double>& x, std::vector<double> y, CorrelationFunction correlation) {
  const double observed = correlation(x, y);
  std::sort(y.begin(), y.end());
  double number = 0.0, far = 0.0, high = 0.0;
  do {
    const double r = correlation(x, y);
    number += 1.0;
    far += std::abs(r) >= std::abs(observed) - 1e-12 ? 1.0 : 0.0;
    high += r >= observed - 1e-12 ? 1.0 : 0.0;
  } while (std::next_permutation(y.begin(), y.end()));
  return {far / number, high / number};
}

void expect_near_exact(const PermutationP& found, const PermutationP& exact, double permutations) {
  const auto error = [&](double p) { return 4.0 * std::sqrt(p * (1.0 - p) / permutations) + 1.0 / permutations; };
  EXPECT_NEAR(found.two_sided, exact.two_sided, error(exact.two_sided));
  EXPECT_NEAR(found.greater, exact.greater, error(exact.greater));
}

TEST(CorrelationPermutation, ApproachesTheSharesOfAllOrders) {
  const std::vector<double> x = {0.1, 0.5, 0.5, 1.2, 2.0, 7.0};
  const std::vector<double> y = {0.3, 0.1, 0.9, 0.9, 1.5, 1.1};
  const CorrelationPermutationPlan plan{.permutations = 20000, .seed = 3};
  const CorrelationPermutationP found = correlation_permutation_p(x, y, plan, 2);
  expect_near_exact(found.spearman, exact_p(x, y, spearman), 20000);
  expect_near_exact(found.pearson, exact_p(x, y, pearson), 20000);
}

TEST(CorrelationPermutation, ThreadsDoNotShow) {
  std::vector<double> x, y;
  RandomStream stream(RandomPurpose::simulation, 8);
  for (int i = 0; i < 60; ++i) {
    x.push_back(stream.normal());
    y.push_back(0.2 * x.back() + stream.normal());
  }
  const CorrelationPermutationPlan plan{.permutations = 500, .seed = 3};
  const PermutationP one = correlation_permutation_p(x, y, plan, 1).pearson;
  const PermutationP many = correlation_permutation_p(x, y, plan, 5).pearson;
  EXPECT_EQ(one.two_sided, many.two_sided);
  EXPECT_EQ(one.greater, many.greater);
}

TEST(CorrelationPermutation, SmallestPAndNothingToTest) {
  std::vector<double> rising;
  for (int i = 0; i < 30; ++i) {
    rising.push_back(i);
  }
  const CorrelationPermutationPlan plan{.permutations = 99, .seed = 1};
  EXPECT_DOUBLE_EQ(correlation_permutation_p(rising, rising, plan, 1).spearman.two_sided, 0.01);
  std::vector<double> falling(rising.rbegin(), rising.rend());
  EXPECT_DOUBLE_EQ(correlation_permutation_p(rising, falling, plan, 1).spearman.greater, 1.0);
  EXPECT_TRUE(std::isnan(correlation_permutation_p(rising, std::vector<double>(30, 1.0), plan, 1).pearson.two_sided));
}

TEST(CorrelationPermutation, PIsUniformWithoutCorrelation) {
  constexpr int kSamples = 1000;
  std::vector<double> p;
  for (std::uint64_t sample = 0; sample < kSamples; ++sample) {
    RandomStream stream(RandomPurpose::simulation, 77, sample);
    std::vector<double> x, y;
    for (int i = 0; i < 40; ++i) {
      x.push_back(stream.normal());
      y.push_back(stream.normal());
    }
    p.push_back(correlation_permutation_p(x, y, {.permutations = 999, .seed = sample}, 2).spearman.two_sided);
  }
  std::sort(p.begin(), p.end());
  std::vector<double> uniform;
  for (int i = 1; i <= 1000; ++i) {
    uniform.push_back(i / 1000.0);
  }
  // Two samples of 1,000, one of them without chance: the limit of one sample, 1.63 / sqrt(n), is that of level .01.
  EXPECT_LT(ks_distance(p, uniform), 1.63 / std::sqrt(kSamples) + 0.001);
}

}  // namespace
}  // namespace cre
