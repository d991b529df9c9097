// The fast metrics of a resample against the plain ones on the resample written out row by row.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.h"
#include "statistics/classification.h"
#include "statistics/concordance.h"
#include "statistics/correlation.h"
#include "statistics/linear_fit.h"
#include "statistics/prediction_error.h"
#include "statistics/resampled_mean.h"
#include "statistics/resampled_median.h"
#include "statistics/resampled_moments.h"
#include "statistics/resampled_ranks.h"
#include "statistics/resampling.h"
#include "statistics/summary.h"
#include "statistics/top_overlap.h"

namespace cre {
namespace {

using testing::NanSensitiveDoubleNear;

struct Series {
  std::vector<double> measured, predicted;
};

/// Correlated values; `decimals` rounds them, which makes ties.
Series simulated(std::size_t rows, double decimals, double offset) {
  RandomStream stream(RandomPurpose::simulation, 42);
  Series out;
  for (std::size_t i = 0; i < rows; ++i) {
    const double x = stream.normal();
    const double y = 0.7 * x + 0.7 * stream.normal();
    out.measured.push_back(offset + std::round(x * decimals) / decimals);
    out.predicted.push_back(std::round(y * decimals) / decimals);
  }
  return out;
}

Series written_out(const Series& series, const std::vector<std::int32_t>& counts) {
  Series out;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (std::int32_t c = 0; c < counts[i]; ++c) {
      out.measured.push_back(series.measured[i]);
      out.predicted.push_back(series.predicted[i]);
    }
  }
  return out;
}

double fast_spearman(const Series& series, const std::vector<std::int32_t>& counts, std::uint64_t drawn) {
  const ResampledRanks x(series.measured);
  const ResampledRanks y(series.predicted);
  RankScratch x_ranks;
  RankScratch y_ranks;
  x.compute(counts, drawn, x_ranks);
  y.compute(counts, drawn, y_ranks);
  return resampled_spearman(x, x_ranks, y, y_ranks, counts);
}

struct Case {
  std::size_t rows;
  double decimals, offset;
};

class ResampledMetrics : public testing::TestWithParam<Case> {
 protected:
  /// Calls check(series, counts, the rows of that resample written out, its moments) for some resamples.
  template <class Check>
  static void for_each_resample(Check check) {
    const Series series = simulated(GetParam().rows, GetParam().decimals, GetParam().offset);
    const ResampledMoments moments(series.measured, series.predicted);
    std::vector<std::int32_t> scratch;
    std::vector<std::int32_t> counts;
    for (std::uint64_t b = 0; b < 20; ++b) {
      draw_resample(element_units(GetParam().rows), 2025, b, scratch, counts);
      check(series, counts, written_out(series, counts), moments.compute(counts));
    }
  }
};

TEST_P(ResampledMetrics, EqualThePlainMetricsOfTheWrittenOutResample) {
  for_each_resample([&](const Series& series, const std::vector<std::int32_t>& counts, const Series& plain,
                        const MomentMetrics& fast) {
    EXPECT_NEAR(fast.pearson, pearson(plain.measured, plain.predicted), 1e-12);
    EXPECT_NEAR(fast.mse, mean_squared_error(plain.measured, plain.predicted), 1e-12 * (1 + fast.mse));
    EXPECT_NEAR(fast.mae, mean_absolute_error(plain.measured, plain.predicted), 1e-12 * (1 + fast.mae));
    EXPECT_NEAR(fast_spearman(series, counts, plain.measured.size()), spearman(plain.measured, plain.predicted), 1e-13);
  });
}

TEST_P(ResampledMetrics, AgreementAndLineFromTheSameSums) {
  for_each_resample(
      [](const Series&, const std::vector<std::int32_t>&, const Series& plain, const MomentMetrics& fast) {
        EXPECT_NEAR(fast.rmse, std::sqrt(mean_squared_error(plain.measured, plain.predicted)), 1e-12 * (1 + fast.rmse));
        EXPECT_NEAR(fast.bias, mean(plain.predicted) - mean(plain.measured), 1e-12 * (1 + std::abs(fast.bias)));
        EXPECT_NEAR(fast.concordance, concordance(plain.measured, plain.predicted), 1e-12);
        EXPECT_NEAR(fast.r_squared, r_squared(plain.measured, plain.predicted), 1e-12 * (1 + std::abs(fast.r_squared)));
        const LinearFit line = linear_fit(plain.predicted, plain.measured, 0.95);
        EXPECT_NEAR(fast.slope, line.slope, 1e-12 * (1 + std::abs(line.slope)));
        EXPECT_NEAR(fast.intercept, line.intercept, 1e-12 * (1 + std::abs(line.intercept)));
      });
}

TEST_P(ResampledMetrics, MedianMeanTopAndClasses) {
  const Series series = simulated(GetParam().rows, GetParam().decimals, 0.0);
  const std::vector<double> errors = absolute_errors(series.measured, series.predicted);
  const ResampledMedian median(errors);
  const ResampledTopOverlap overlap(series.measured, series.predicted);
  const std::vector<std::uint8_t> label = active_labels(series.measured, 0.5);
  const ResampledPrecision precision(label, series.predicted);
  const ResampledRanks ranks(series.predicted);
  RankScratch rank_scratch;
  std::vector<std::int32_t> scratch;
  std::vector<std::int32_t> counts;
  for (std::uint64_t b = 0; b < 20; ++b) {
    draw_resample(element_units(GetParam().rows), 2025, b, scratch, counts);
    const Series plain = written_out(series, counts);
    const std::size_t drawn = plain.measured.size();
    EXPECT_DOUBLE_EQ(median.compute(counts, drawn), median_absolute_error(plain.measured, plain.predicted));
    const TopOverlap top = top_overlap(plain.measured, plain.predicted, 10.0);
    EXPECT_NEAR(overlap.compute(counts, drawn, 10.0).share, top.share, 1e-14);
    EXPECT_NEAR(overlap.compute(counts, drawn, 10.0).enrichment, top.enrichment, 1e-13);
    const std::vector<std::uint8_t> plain_label = active_labels(plain.measured, 0.5);
    ranks.compute(counts, drawn, rank_scratch);
    EXPECT_THAT(resampled_auroc(label, ranks, rank_scratch, counts),
                NanSensitiveDoubleNear(auroc(plain_label, plain.predicted), 1e-14));
    EXPECT_THAT(precision.compute(counts),
                NanSensitiveDoubleNear(average_precision(plain_label, plain.predicted), 1e-14));
    const std::vector<double> weights(errors.size(), 2.5);
    EXPECT_NEAR(resampled_weighted_mean(errors, weights, counts), mean_absolute_error(plain.measured, plain.predicted),
                1e-13);
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, ResampledMetrics,
                         testing::Values(Case{5, 1e6, 0}, Case{103, 1e6, 0}, Case{500, 2, 0}, Case{500, 1e6, 1000}));

TEST(ResampledMetrics, GroupResamplesMayDrawMoreOrFewerRows) {
  const Series series = simulated(6, 10, 0);
  const std::vector<std::int32_t> counts = {3, 0, 3, 3, 0, 1};
  const Series plain = written_out(series, counts);
  EXPECT_NEAR(fast_spearman(series, counts, 10), spearman(plain.measured, plain.predicted), 1e-14);
}

TEST(ResampledMetrics, ResampleOfOneValueIsUndefined) {
  const Series series{{0.1, 0.7, 0.1, 0.3}, {0.5, 0.6, 0.9, 0.1}};
  const std::vector<std::int32_t> counts = {3, 0, 1, 0};  // measured: 0.1 four times
  EXPECT_TRUE(std::isnan(ResampledMoments(series.measured, series.predicted).compute(counts).pearson));
  EXPECT_TRUE(std::isnan(fast_spearman(series, counts, 4)));
  EXPECT_NEAR(ResampledMoments(series.measured, series.predicted).compute(counts).mse, (3 * 0.16 + 0.64) / 4, 1e-15);
}

TEST(ResampledMetrics, ConstantPredictionsHaveErrorsButNoLine) {
  const Series series{{0.1, 0.7, 0.4, 0.4}, {0.3, 0.3, 0.3, 0.3}};
  const MomentMetrics metrics =
      ResampledMoments(series.measured, series.predicted).compute(std::vector<int>{1, 1, 1, 1});
  EXPECT_TRUE(std::isnan(metrics.concordance) && std::isnan(metrics.slope) && std::isnan(metrics.intercept));
  EXPECT_NEAR(metrics.bias, -0.1, 1e-15);
  EXPECT_NEAR(metrics.r_squared, 1.0 - 0.22 / 0.18, 1e-14);
}

TEST(ResampledMetrics, WeightedMeanWorkedByHand) {
  // 2 * 3 * 10 + 1 * 4 * 30 over 2 * 3 + 1 * 4.
  const std::vector<double> values = {10.0, 20.0, 30.0};
  const std::vector<double> weights = {3.0, 1.0, 4.0};
  EXPECT_DOUBLE_EQ(resampled_weighted_mean(values, weights, std::vector<int>{2, 0, 1}), 18.0);
  EXPECT_TRUE(std::isnan(resampled_weighted_mean(values, weights, std::vector<int>{0, 0, 0})));
}

TEST(ResampledMetrics, EmptyResampleIsUndefined) {
  const Series series{{0.1, 0.7}, {0.5, 0.6}};
  const MomentMetrics metrics = ResampledMoments(series.measured, series.predicted).compute(std::vector<int>{0, 0});
  EXPECT_TRUE(std::isnan(metrics.pearson) && std::isnan(metrics.mse) && std::isnan(metrics.mae));
  EXPECT_TRUE(std::isnan(metrics.rmse) && std::isnan(metrics.bias) && std::isnan(metrics.r_squared));
  EXPECT_TRUE(std::isnan(ResampledMedian(series.measured).compute(std::vector<int>{0, 0}, 0)));
  const ResampledTopOverlap overlap(series.measured, series.predicted);
  EXPECT_TRUE(std::isnan(overlap.compute(std::vector<int>{0, 0}, 0, 10.0).share));
}

}  // namespace
}  // namespace cre
