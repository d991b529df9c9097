#include "statistics/correlation_permutation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/parallel.h"
#include "statistics/correlated_series.h"
#include "statistics/shifted_sums.h"
#include "statistics/shuffled_sums.h"

namespace cre {

namespace {

/// How many permutations are as far out as the sample.
struct Tally {
  std::size_t far = 0, high = 0;

  template <class Sum>
  void count(Sum sum, Sum observed, Sum rounding) {
    far += std::abs(sum) >= std::abs(observed) - rounding ? 1 : 0;
    high += sum >= observed - rounding ? 1 : 0;
  }
  void add(const Tally& other) {
    far += other.far;
    high += other.high;
  }
  PermutationP p(std::size_t permutations) const {
    const auto all = static_cast<double>(permutations + 1);
    return {static_cast<double>(far + 1) / all, static_cast<double>(high + 1) / all};
  }
};

struct Tallies {
  Tally spearman, pearson;
};

bool without_correlation(std::span<const double> x, std::span<const double> y) {
  const auto one_value = [](std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); });
  };
  return x.size() < 2 || one_value(x) || one_value(y);
}

/// Of the permutations whose sums `permuted` fills in.
template <class Permuted>
Tallies tallies_of(const Permuted& permuted, const PermutedSums& observed, std::size_t permutations, unsigned threads) {
  constexpr double kRounding = 1e-12;
  constexpr std::size_t kAtOnce = 32;
  std::vector<Tallies> tallies((permutations + kAtOnce - 1) / kAtOnce);
  parallel_for(tallies.size(), threads, [&](std::size_t block) {
    std::array<PermutedSums, kAtOnce> buffer;
    const std::size_t first = block * kAtOnce;
    const std::span<PermutedSums> sums(buffer.data(), std::min(kAtOnce, permutations - first));
    permuted.fill(first, sums);
    for (const PermutedSums& sum : sums) {
      tallies[block].spearman.count(sum.spearman, observed.spearman, std::int64_t{0});
      tallies[block].pearson.count(sum.pearson, observed.pearson, kRounding);
    }
  });
  Tallies all;
  for (const Tallies& block : tallies) {
    all.spearman.add(block.spearman);
    all.pearson.add(block.pearson);
  }
  return all;
}

}  // namespace

CorrelationPermutationP correlation_permutation_p(std::span<const double> x, std::span<const double> y,
                                                  const CorrelationPermutationPlan& plan, unsigned threads) {
  if (without_correlation(x, y)) {
    return {};
  }
  const CorrelatedSeries series = correlated_series(x, y);
  const PermutedSums observed = sums_as_they_are(series);
  const Tallies all =
      plan.permutations < series.rows()
          ? tallies_of(ShiftedSums(series, plan.seed, plan.permutations), observed, plan.permutations, threads)
          : tallies_of(ShuffledSums(series, plan.seed), observed, plan.permutations, threads);
  return {.spearman = all.spearman.p(plan.permutations), .pearson = all.pearson.p(plan.permutations)};
}

}  // namespace cre
