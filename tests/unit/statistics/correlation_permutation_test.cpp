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

/// How far the p-values of 1,000 samples without correlation are from uniform ones.
double distance_from_uniform(int rows, std::size_t permutations) {
  std::vector<double> p;
  for (std::uint64_t sample = 0; sample < 1000; ++sample) {
    RandomStream stream(RandomPurpose::simulation, 77, sample);
    std::vector<double> x, y;
    for (int i = 0; i < rows; ++i) {
      x.push_back(stream.normal());
      y.push_back(stream.normal());
    }
    p.push_back(correlation_permutation_p(x, y, {.permutations = permutations, .seed = sample}, 2).spearman.two_sided);
  }
  std::sort(p.begin(), p.end());
  std::vector<double> uniform;
  for (int i = 1; i <= 1000; ++i) {
    uniform.push_back(i / 1000.0);
  }
  return ks_distance(p, uniform);
}

// Two samples of 1,000, one of them without chance: the limit of one sample, 1.63 / sqrt(n), is that of level .01.
const double kFarFromUniform = 1.63 / std::sqrt(1000.0) + 0.001;

TEST(CorrelationPermutation, PIsUniformWithoutCorrelation) {
  EXPECT_LT(distance_from_uniform(40, 999), kFarFromUniform);
}

TEST(CorrelationPermutation, PIsUniformWithFewerPermutationsThanRows) {
  EXPECT_LT(distance_from_uniform(1000, 999), kFarFromUniform);               // every shift there is
  EXPECT_LT(distance_from_uniform(400, 199), kFarFromUniform + 1.0 / 200.0);  // multiples of 1/200
}

/// y rises with x a little: p-values are neither 0 nor 1.
void add_related_rows(int rows, std::vector<double>& x, std::vector<double>& y) {
  RandomStream stream(RandomPurpose::simulation, 5);
  for (int i = 0; i < rows; ++i) {
    x.push_back(stream.normal());
    y.push_back(0.03 * x.back() + stream.normal());
  }
}

TEST(CorrelationPermutation, ShiftsAgreeWithShuffles) {
  std::vector<double> x, y;
  add_related_rows(3001, x, y);
  const CorrelationPermutationP shifted = correlation_permutation_p(x, y, {.permutations = 3000, .seed = 9}, 3);
  const CorrelationPermutationP shuffled = correlation_permutation_p(x, y, {.permutations = 3001, .seed = 9}, 3);
  const auto near = [](const PermutationP& one, const PermutationP& other) {
    EXPECT_GT(other.greater, 0.02);
    EXPECT_NEAR(one.greater, other.greater, 5.0 * std::sqrt(2.0 * other.greater / 3000));
    EXPECT_NEAR(one.two_sided, other.two_sided, 5.0 * std::sqrt(2.0 * other.two_sided / 3000));
  };
  near(shifted.spearman, shuffled.spearman);
  near(shifted.pearson, shuffled.pearson);
}

TEST(CorrelationPermutation, ThreadsDoNotShowInShifts) {
  std::vector<double> x, y;
  add_related_rows(2050, x, y);  // several blocks of rows, the last one odd
  const CorrelationPermutationPlan plan{.permutations = 501, .seed = 3};
  const CorrelationPermutationP one = correlation_permutation_p(x, y, plan, 1);
  const CorrelationPermutationP many = correlation_permutation_p(x, y, plan, 5);
  EXPECT_EQ(one.pearson.greater, many.pearson.greater);
  EXPECT_EQ(one.spearman.two_sided, many.spearman.two_sided);
}

}  // namespace
}  // namespace cre
