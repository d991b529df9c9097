// The fast metrics of a resample against the plain ones on the resample written out row by row.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.h"
#include "statistics/classification.h"
#include "statistics/concordance.h"
#include "statistics/correlation.h"
#include "statistics/drawn_place.h"
#include "statistics/linear_fit.h"
#include "statistics/prediction_error.h"
#include "statistics/prepared_top.h"
#include "statistics/resample_batch.h"
#include "statistics/resampled_mean.h"
#include "statistics/resampled_median.h"
#include "statistics/resampled_moments.h"
#include "statistics/resampled_ranks.h"
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

/// The rows of resample b of the batch, written out.
Series written_out(const Series& series, const ResampleBatch& batch, std::size_t b) {
  Series out;
  for (std::size_t i = 0; i < batch.counts.size(); ++i) {
    for (int c = 0; c < batch.counts[i][b]; ++c) {
      out.measured.push_back(series.measured[i]);
      out.predicted.push_back(series.predicted[i]);
    }
  }
  return out;
}

ScoreMeasures score_measures(const Series& series, const ResampleBatch& batch) {
  RankBatch measured;
  ResampledRanks(series.measured).compute(batch, measured);
  return ResampledRanks(series.predicted).measures(batch, measured, active_labels(series.measured, 0.5));
}

MomentMetrics moments_of(const Series& series, const std::vector<std::int32_t>& counts) {
  return ResampledMoments(series.measured, series.predicted).compute(repeated(counts)).back();
}

struct Case {
  std::size_t rows;
  double decimals, offset;
};

class ResampledMetrics : public testing::TestWithParam<Case> {
 protected:
  /// Calls check(b, the batch, the rows of its resample b written out) for some batches; the last one is not full.
  template <class Check>
  void for_each_drawn(Check check) {
    const ResampleUnits units = element_units(GetParam().rows);
    BatchDrawer drawer(units);
    ResampleBatch batch;
    for (const std::size_t count : {kBatch, kBatch, std::size_t{3}}) {
      drawer.draw(2025, 8 * count, count, batch);
      EXPECT_EQ(batch.drawn[count - 1], static_cast<std::int32_t>(GetParam().rows));
      for (std::size_t b = 0; b < count; ++b) {
        check(b, batch, written_out(series, batch, b));
      }
    }
  }

  const Series series = simulated(GetParam().rows, GetParam().decimals, GetParam().offset);
};

TEST_P(ResampledMetrics, EqualThePlainMetricsOfTheWrittenOutResample) {
  const ResampledMoments moments(series.measured, series.predicted);
  for_each_drawn([&](std::size_t b, const ResampleBatch& batch, const Series& plain) {
    const MomentMetrics fast = moments.compute(batch)[b];
    EXPECT_NEAR(fast.pearson, pearson(plain.measured, plain.predicted), 1e-12);
    EXPECT_NEAR(fast.mse, mean_squared_error(plain.measured, plain.predicted), 1e-12 * (1 + fast.mse));
    EXPECT_NEAR(fast.mae, mean_absolute_error(plain.measured, plain.predicted), 1e-12 * (1 + fast.mae));
    EXPECT_NEAR(score_measures(series, batch).spearman[b], spearman(plain.measured, plain.predicted), 1e-13);
  });
}

TEST_P(ResampledMetrics, ASetHasTheSameValuesAndNoOthers) {
  const ResampledMoments moments(series.measured, series.predicted);
  for_each_drawn([&](std::size_t b, const ResampleBatch& batch, const Series&) {
    const MomentMetrics all = moments.compute(batch)[b];
    const MomentMetrics means = moments.compute(batch, MomentSet::means)[b];
    EXPECT_EQ(means.mean_measured, all.mean_measured);
    EXPECT_EQ(means.mean_predicted, all.mean_predicted);
    EXPECT_TRUE(std::isnan(means.pearson) && std::isnan(means.mae) && std::isnan(means.slope));
    const MomentMetrics correlation = moments.compute(batch, MomentSet::correlation)[b];
    EXPECT_EQ(correlation.pearson, all.pearson);
    EXPECT_EQ(correlation.concordance, all.concordance);
    EXPECT_EQ(correlation.slope, all.slope);
    EXPECT_EQ(correlation.intercept, all.intercept);
    EXPECT_TRUE(std::isnan(correlation.mae) && std::isnan(correlation.mse) && std::isnan(correlation.r_squared));
    const MomentMetrics with_mae = moments.compute(batch, MomentSet::correlation_and_mae)[b];
    EXPECT_EQ(with_mae.pearson, all.pearson);
    EXPECT_EQ(with_mae.mae, all.mae);
    EXPECT_TRUE(std::isnan(with_mae.mse) && std::isnan(with_mae.rmse));
  });
}

TEST_P(ResampledMetrics, OfSomeRowsOfABatch) {
  std::vector<std::uint32_t> rows;
  Series some;
  for (std::uint32_t row = 0; row < series.measured.size(); row += 3) {
    rows.push_back(row);
    some.measured.push_back(series.measured[row]);
    some.predicted.push_back(series.predicted[row]);
  }
  const ResampledMoments moments(some.measured, some.predicted);
  for_each_drawn([&](std::size_t b, const ResampleBatch& batch, const Series&) {
    ResampleBatch part;
    gather_rows(batch, rows, part);
    const MomentMetrics expected = moments.compute(part)[b];
    const MomentMetrics found = moments.compute(batch, rows, MomentSet::all)[b];
    EXPECT_EQ(found.mean_measured, expected.mean_measured);
    EXPECT_EQ(found.mse, expected.mse);
    if (!std::isnan(expected.pearson)) {
      EXPECT_EQ(found.pearson, expected.pearson);
    }
  });
}

TEST_P(ResampledMetrics, AgreementAndLineFromTheSameSums) {
  const ResampledMoments moments(series.measured, series.predicted);
  for_each_drawn([&](std::size_t b, const ResampleBatch& batch, const Series& plain) {
    const MomentMetrics fast = moments.compute(batch)[b];
    EXPECT_NEAR(fast.rmse, std::sqrt(mean_squared_error(plain.measured, plain.predicted)), 1e-12 * (1 + fast.rmse));
    EXPECT_NEAR(fast.bias, mean(plain.predicted) - mean(plain.measured), 1e-12 * (1 + std::abs(fast.bias)));
    EXPECT_NEAR(fast.concordance, concordance(plain.measured, plain.predicted), 1e-12);
    EXPECT_NEAR(fast.r_squared, r_squared(plain.measured, plain.predicted), 1e-12 * (1 + std::abs(fast.r_squared)));
    const LinearFit line = linear_fit(plain.predicted, plain.measured, 0.95);
    EXPECT_NEAR(fast.slope, line.slope, 1e-12 * (1 + std::abs(line.slope)));
    EXPECT_NEAR(fast.intercept, line.intercept, 1e-12 * (1 + std::abs(line.intercept)));
  });
}

TEST_P(ResampledMetrics, MedianMeanAndTop) {
  const std::vector<double> errors = absolute_errors(series.measured, series.predicted);
  const ResampledMedian median(errors);
  const ResampledTopOverlap overlap = testdata::prepared_top(series.measured, series.predicted);
  for_each_drawn([&](std::size_t b, const ResampleBatch& batch, const Series& plain) {
    EXPECT_DOUBLE_EQ(median.compute(batch)[b], median_absolute_error(plain.measured, plain.predicted));
    for (const double percent : {1.0, 10.0, 100.0}) {
      const TopOverlap top = testdata::top_overlap(plain.measured, plain.predicted, percent);
      EXPECT_NEAR(overlap.compute(batch, percent)[b].share, top.share, 1e-14);
      EXPECT_NEAR(overlap.compute(batch, percent)[b].enrichment, top.enrichment, 1e-13 * top.enrichment);
    }
    const std::vector<double> weights(errors.size(), 2.5);
    const double mean_error = mean_absolute_error(plain.measured, plain.predicted);
    EXPECT_NEAR(resampled_weighted_mean(errors, weights, batch)[b], mean_error, 1e-12 * (1 + mean_error));
  });
}

TEST_P(ResampledMetrics, ClassesFromTheSameWalk) {
  for_each_drawn([&](std::size_t b, const ResampleBatch& batch, const Series& plain) {
    const ScoreMeasures fast = score_measures(series, batch);
    const std::vector<std::uint8_t> label = active_labels(plain.measured, 0.5);
    EXPECT_THAT(fast.auroc[b], NanSensitiveDoubleNear(auroc(label, plain.predicted), 1e-14));
    EXPECT_THAT(fast.average_precision[b], NanSensitiveDoubleNear(average_precision(label, plain.predicted), 1e-13));
  });
}

INSTANTIATE_TEST_SUITE_P(Sizes, ResampledMetrics,
                         testing::Values(Case{5, 1e6, 0}, Case{103, 1e6, 0}, Case{500, 2, 0}, Case{500, 1e6, 1000}));

TEST(ResampledMetrics, GroupResamplesMayDrawMoreOrFewerRows) {
  const Series series = simulated(6, 10, 0);
  const ResampleBatch batch = repeated(std::vector<std::int32_t>{3, 0, 3, 3, 0, 1});
  const Series plain = written_out(series, batch, 4);
  EXPECT_EQ(plain.measured.size(), 10U);
  EXPECT_NEAR(score_measures(series, batch).spearman[4], spearman(plain.measured, plain.predicted), 1e-14);
}

TEST(ResampledMetrics, ResampleOfOneValueIsUndefined) {
  const Series series{{0.1, 0.7, 0.1, 0.3}, {0.5, 0.6, 0.9, 0.1}};
  const std::vector<std::int32_t> counts = {3, 0, 1, 0};  // measured: 0.1 four times
  EXPECT_TRUE(std::isnan(moments_of(series, counts).pearson));
  EXPECT_TRUE(std::isnan(score_measures(series, repeated(counts)).spearman[0]));
  EXPECT_NEAR(moments_of(series, counts).mse, (3 * 0.16 + 0.64) / 4, 1e-15);
}

TEST(ResampledMetrics, ConstantPredictionsHaveErrorsButNoLine) {
  const Series series{{0.1, 0.7, 0.4, 0.4}, {0.3, 0.3, 0.3, 0.3}};
  const MomentMetrics metrics = moments_of(series, {1, 1, 1, 1});
  EXPECT_TRUE(std::isnan(metrics.concordance) && std::isnan(metrics.slope) && std::isnan(metrics.intercept));
  EXPECT_NEAR(metrics.bias, -0.1, 1e-15);
  EXPECT_NEAR(metrics.r_squared, 1.0 - 0.22 / 0.18, 1e-14);
}

TEST(ResampledMetrics, WeightedMeanWorkedByHand) {
  // 2 * 3 * 10 + 1 * 4 * 30 over 2 * 3 + 1 * 4.
  const std::vector<double> values = {10.0, 20.0, 30.0};
  const std::vector<double> weights = {3.0, 1.0, 4.0};
  const auto mean_of = [&](const std::vector<std::int32_t>& counts) {
    return resampled_weighted_mean(values, weights, repeated(counts))[7];
  };
  EXPECT_DOUBLE_EQ(mean_of({2, 0, 1}), 18.0);
  EXPECT_TRUE(std::isnan(mean_of({0, 0, 0})));
}

TEST(ResampledMetrics, EmptyResampleIsUndefined) {
  const Series series{{0.1, 0.7}, {0.5, 0.6}};
  const MomentMetrics metrics = moments_of(series, {0, 0});
  EXPECT_TRUE(std::isnan(metrics.pearson) && std::isnan(metrics.mse) && std::isnan(metrics.mae));
  EXPECT_TRUE(std::isnan(metrics.rmse) && std::isnan(metrics.bias) && std::isnan(metrics.r_squared));
  const ResampleBatch none = repeated(std::vector<std::int32_t>{0, 0});
  EXPECT_TRUE(std::isnan(ResampledMedian(series.measured).compute(none)[0]));
  EXPECT_TRUE(std::isnan(testdata::prepared_top(series.measured, series.predicted).compute(none, 10.0)[0].share));
  EXPECT_TRUE(std::isnan(score_measures(series, none).auroc[0]));
}

TEST(DrawnPlaces, CountFromTheBeginningOfTheOrder) {
  ResampleBatch batch = repeated(std::vector<std::int32_t>{2, 0, 1, 4});
  batch.counts[0][1] = 0;  // in one of the resamples
  batch.drawn[1] = 5;
  const std::vector<std::uint32_t> order = {3, 0, 1, 2};
  const auto places = places_of_drawn(batch, order, {5, 5, 0, 8, 1, 4, 7, 6});
  const auto at = [&](std::size_t b) { return std::pair(places[b].place, places[b].through); };
  EXPECT_EQ(at(0), std::pair(std::size_t{1}, std::int64_t{6}));
  EXPECT_EQ(at(1), std::pair(std::size_t{3}, std::int64_t{5}));
  EXPECT_EQ(at(2), std::pair(std::size_t{4}, std::int64_t{0}));  // none wanted
  EXPECT_EQ(at(3), std::pair(std::size_t{4}, std::int64_t{0}));  // more than were drawn
  EXPECT_EQ(at(5), std::pair(std::size_t{0}, std::int64_t{4}));
  EXPECT_EQ(at(6), std::pair(std::size_t{3}, std::int64_t{7}));
}

}  // namespace
}  // namespace cre
