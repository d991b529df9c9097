// What intervals and p-values promise, on simulated samples with a known truth.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>
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
constexpr double kTruth = 0.6;

/// Normal values with correlation kTruth.
struct Study {
  std::vector<double> x, y;
  std::vector<std::int64_t> group;
  std::uint64_t seed = 0;

  /// Adds a row; `together` of the variance is that of its group, whose values are `group_x` and `group_y`.
  void add(RandomStream& stream, double together, double group_x, double group_y) {
    const double own_x = stream.normal();
    const double own_y = kTruth * own_x + std::sqrt(1.0 - kTruth * kTruth) * stream.normal();
    x.push_back(std::sqrt(together) * group_x + std::sqrt(1.0 - together) * own_x);
    y.push_back(std::sqrt(together) * group_y + std::sqrt(1.0 - together) * own_y);
  }
};

Study study_of_rows(std::uint64_t number) {
  RandomStream stream(RandomPurpose::simulation, 2026, number);
  Study out;
  out.seed = number;
  for (std::int64_t i = 0; i < 500; ++i) {
    out.add(stream, 0.0, 0.0, 0.0);
    out.group.push_back(i);
  }
  return out;
}

/// 150 groups of one to five rows that share 70 % of their variance.
Study study_of_groups(std::uint64_t number) {
  RandomStream stream(RandomPurpose::simulation, 2027, number);
  Study out;
  out.seed = number;
  for (std::int64_t group = 0; group < 150; ++group) {
    const double x = stream.normal();
    const double y = kTruth * x + std::sqrt(1.0 - kTruth * kTruth) * stream.normal();
    const std::size_t rows = out.x.size() + 1 + stream.below(5);
    while (out.x.size() < rows) {
      out.add(stream, 0.7, x, y);
      out.group.push_back(group);
    }
  }
  return out;
}

/// How often each kind of interval held the truth.
struct Covered {
  int percentile = 0, bca = 0, fisher_units = 0, fisher_rows = 0;

  void count(const Covered& other) {
    percentile += other.percentile;
    bca += other.bca;
    fisher_units += other.fisher_units;
    fisher_rows += other.fisher_rows;
  }
};

/// In one study, for Pearson's r and Spearman's rho.
using BothCovered = std::array<Covered, 2>;

BothCovered covered_in(const Study& study) {
  const ResampleUnits units = group_units(study.group);
  const ResampledMoments moments(study.x, study.y);
  const ResampledRanks ranks_x(study.x), ranks_y(study.y);
  const std::vector<std::uint8_t> no_label(study.x.size());
  RankBatch ranks;
  const BootstrapPlan plan{.resamples = 500, .seed = study.seed};
  std::vector<double> r(plan.resamples), rho(plan.resamples);
  for_each_batch(units, plan, 1, [&] {
    return [&](std::size_t first, std::size_t count, const ResampleBatch& batch) {
      const std::array<MomentMetrics, kBatch> metrics = moments.compute(batch);
      ranks_x.compute(batch, ranks);
      const BatchValues spearman_of = ranks_y.measures(batch, ranks, no_label).spearman;
      for (std::size_t b = 0; b < count; ++b) {
        r[first + b] = metrics[b].pearson;
        rho[first + b] = spearman_of[b];
      }
    };
  });
  std::vector<double> r_without;
  for (const MomentMetrics& metrics : moments.without_each(units)) {
    r_without.push_back(metrics.pearson);
  }
  const auto covered = [&](const std::vector<double>& replicates, double estimate, const std::vector<double>& jackknife,
                           CorrelationKind kind, double truth) {
    const auto holds = [&](const Interval& interval) {
      return interval.low <= truth && truth <= interval.high ? 1 : 0;
    };
    const auto rows = static_cast<double>(study.x.size());
    return Covered{holds(percentile_interval(replicates, 0.95)),
                   holds(bca_interval(replicates, estimate, jackknife, 0.95)),
                   holds(fisher_z_interval(estimate, units.count, kind, 0.95)),
                   holds(fisher_z_interval(estimate, rows, kind, 0.95))};
  };
  // Of normal values Spearman's correlation is 6 / pi asin(r / 2) (Pearson 1907).
  return {covered(r, pearson(study.x, study.y), r_without, CorrelationKind::pearson, kTruth),
          covered(rho, spearman(study.x, study.y), spearman_without_each(study.x, study.y, units),
                  CorrelationKind::spearman, 6.0 / std::numbers::pi * std::asin(kTruth / 2.0))};
}

BothCovered covered_in_studies(std::size_t studies, Study (*study)(std::uint64_t)) {
  std::vector<BothCovered> each(studies);
  parallel_for(studies, available_threads(), [&](std::size_t i) { each[i] = covered_in(study(i)); });
  BothCovered out;
  for (const BothCovered& covered : each) {
    out[0].count(covered[0]);
    out[1].count(covered[1]);
  }
  return out;
}

TEST(Coverage, Of95PercentIntervals) {
  for (const Covered& covered : covered_in_studies(kStudies, study_of_rows)) {
    for (const int count : {covered.percentile, covered.bca, covered.fisher_units}) {
      EXPECT_GE(count, 930);
      EXPECT_LE(count, 970);
    }
  }
}

TEST(Coverage, OfGroupsThatGoTogether) {
  for (const Covered& covered : covered_in_studies(400, study_of_groups)) {
    for (const int count : {covered.percentile, covered.bca}) {
      EXPECT_GE(count, 364);  // 91 %: 95 % less three binomial standard deviations
      EXPECT_LE(count, 392);
    }
    EXPECT_GE(covered.fisher_units, 380);  // a group counted as one row is on the safe side,
    EXPECT_LE(covered.fisher_rows, 352);   // rows counted as independent are not: below 88 %
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
