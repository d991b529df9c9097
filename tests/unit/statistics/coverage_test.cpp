// What intervals and p-values promise, on simulated samples with a known truth.

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

#include "core/parallel.h"
#include "core/random.h"
#include "statistics/bca.h"
#include "statistics/bootstrap.h"
#include "statistics/breusch_pagan.h"
#include "statistics/correlation.h"
#include "statistics/fisher.h"
#include "statistics/interval.h"
#include "statistics/jonckheere.h"
#include "statistics/ks_distance.h"
#include "statistics/resampled_moments.h"
#include "statistics/resampled_ranks.h"
#include "statistics/spearman_jackknife.h"

namespace cre {
namespace {

constexpr std::size_t kStudies = 1000;
constexpr std::size_t kRows = 500;
constexpr double kTruth = 0.6;

struct Study {
  std::vector<double> x, y;
};

/// Normal values with correlation kTruth; their Spearman correlation is 6 / pi asin(kTruth / 2) (Pearson 1907).
Study normal_study(std::uint64_t number) {
  RandomStream stream(RandomPurpose::simulation, 2026, number);
  Study out;
  for (std::size_t i = 0; i < kRows; ++i) {
    out.x.push_back(stream.normal());
    out.y.push_back(kTruth * out.x.back() + std::sqrt(1.0 - kTruth * kTruth) * stream.normal());
  }
  return out;
}

/// Which of percentile, BCa and Fisher's interval hold the truth, for Pearson's r and Spearman's rho.
using Covered = std::array<std::array<bool, 3>, 2>;

bool holds(const Interval& interval, double truth) {
  return interval.low <= truth && truth <= interval.high;
}

Covered covered_in(std::uint64_t number) {
  const Study study = normal_study(number);
  const ResampleUnits units = element_units(kRows);
  const ResampledMoments moments(study.x, study.y);
  const ResampledRanks ranks_x(study.x), ranks_y(study.y);
  RankScratch scratch_x, scratch_y;
  const BootstrapPlan plan{.resamples = 500, .seed = number};
  std::vector<double> r(plan.resamples), rho(plan.resamples);
  for_each_resample(units, plan, 1, [&] {
    return [&](std::size_t b, std::span<const std::int32_t> counts) {
      r[b] = moments.compute(counts).pearson;
      ranks_x.compute(counts, kRows, scratch_x);
      ranks_y.compute(counts, kRows, scratch_y);
      rho[b] = resampled_spearman(ranks_x, scratch_x, ranks_y, scratch_y, counts);
    };
  });
  std::vector<double> r_without;
  for (const MomentMetrics& metrics : moments.without_each(units)) {
    r_without.push_back(metrics.pearson);
  }
  const auto three = [&](const std::vector<double>& replicates, double estimate, const std::vector<double>& jackknife,
                         CorrelationKind kind, double truth) {
    return std::array{holds(percentile_interval(replicates, 0.95), truth),
                      holds(bca_interval(replicates, estimate, jackknife, 0.95), truth),
                      holds(fisher_z_interval(estimate, kRows, kind, 0.95), truth)};
  };
  return {three(r, pearson(study.x, study.y), r_without, CorrelationKind::pearson, kTruth),
          three(rho, spearman(study.x, study.y), spearman_without_each(study.x, study.y, units),
                CorrelationKind::spearman, 6.0 / std::numbers::pi * std::asin(kTruth / 2.0))};
}

TEST(Coverage, Of95PercentIntervals) {
  std::vector<Covered> studies(kStudies);
  parallel_for(kStudies, available_threads(), [&](std::size_t i) { studies[i] = covered_in(i); });
  for (std::size_t measure = 0; measure < 2; ++measure) {
    for (std::size_t method = 0; method < 3; ++method) {
      const auto covered =
          std::count_if(studies.begin(), studies.end(), [&](const Covered& c) { return c[measure][method]; });
      const double share = static_cast<double>(covered) / kStudies;
      RecordProperty("measure_" + std::to_string(measure) + "_method_" + std::to_string(method), std::to_string(share));
      EXPECT_GE(share, 0.93) << "measure " << measure << ", method " << method;
      EXPECT_LE(share, 0.97) << "measure " << measure << ", method " << method;
    }
  }
}

void expect_uniform(std::vector<double> p, const char* what) {
  std::sort(p.begin(), p.end());
  std::vector<double> grid;
  for (std::size_t i = 1; i <= p.size(); ++i) {
    grid.push_back(static_cast<double>(i) / static_cast<double>(p.size()));
  }
  // Kolmogorov's limit of level .01 for one sample; the grid adds up to 1 / n.
  const auto n = static_cast<double>(p.size());
  EXPECT_LT(ks_distance(p, grid), 1.63 / std::sqrt(n) + 1.0 / n) << what;
}

TEST(Coverage, PValuesAreUniformUnderTheNull) {
  std::vector<double> trend, breusch, koenker;
  for (std::uint64_t study = 0; study < kStudies; ++study) {
    RandomStream stream(RandomPurpose::simulation, 4711, study);
    std::vector<double> values, residuals, x;
    std::vector<std::uint32_t> group;
    for (std::uint32_t i = 0; i < 200; ++i) {
      values.push_back(std::floor(10.0 * stream.uniform()));  // tied
      group.push_back(i % 5);
      x.push_back(stream.normal());
      residuals.push_back(stream.normal());
    }
    trend.push_back(jonckheere(values, group).p_two_sided);
    const BreuschPaganTest test = breusch_pagan(residuals, x);
    breusch.push_back(test.p);
    koenker.push_back(test.studentized_p);
  }
  expect_uniform(trend, "Jonckheere-Terpstra");
  expect_uniform(breusch, "Breusch-Pagan");
  expect_uniform(koenker, "Koenker");
}

}  // namespace
}  // namespace cre
