#include "baseline/fit_baseline.h"

#include <cmath>
#include <limits>

#include "baseline/baseline_rows.h"
#include "baseline/linear_outputs.h"
#include "expect_error.h"
#include "small_dataset.h"

namespace cre {
namespace {

using testing::ElementsAre;

/// 60 rows: 40 of training, 10 of validation; the activity of task A is the number of CG, that of B the number of AA.
Dataset counting_dataset() {
  std::vector<std::string> sequences;
  std::vector<double> activities;
  for (std::size_t row = 0; row < 60; ++row) {
    sequences.push_back(scrambled_sequence(row, 40));
    double cg = 0, aa = 0;
    for (std::size_t i = 0; i + 1 < sequences.back().size(); ++i) {
      const std::string word = sequences.back().substr(i, 2);
      cg += word == "CG" ? 1 : 0;
      aa += word == "AA" || word == "TT" ? 1 : 0;
    }
    activities.insert(activities.end(), {std::log1p(cg), -2.0 * std::log1p(aa) + 5.0});
  }
  return small_dataset(sequences, std::string(40, 't') + std::string(10, 'v') + std::string(10, '-'), activities);
}

BaselineConfig two_bases() {
  BaselineConfig config;
  config.words = {2};
  config.gaps = {};
  config.penalties = {1e-6, 0.1, 10.0};
  return config;
}

void mask(Dataset& dataset, std::size_t row, std::size_t task) {
  const std::size_t at = row * dataset.task_count() + task;
  dataset.measured.mask[at] = 0;
  dataset.measured.activity[at] = std::numeric_limits<double>::quiet_NaN();
}

TEST(FitBaseline, FindsWhatIsLinear) {
  const Dataset dataset = counting_dataset();
  const BaselineFit fit = fit_baseline(two_bases(), dataset, "d.h5", 2);
  EXPECT_EQ(fit.reader.size(), 10U);
  EXPECT_EQ(fit.constant_features, 0U);
  EXPECT_THAT(fit.training_rows, ElementsAre(40, 40));
  std::vector<std::size_t> tested;
  for (std::size_t row = 50; row < 60; ++row) {
    tested.push_back(row);
  }
  const std::vector<double> outputs = linear_outputs(fit.reader, tested, fit.slope, fit.offset, 1);
  for (std::size_t at = 0; at < outputs.size(); ++at) {
    EXPECT_NEAR(dataset.scaler.restore(outputs[at], at % 2), dataset.measured.activity[100 + at], 1e-3);
  }
  for (const PenaltyPath& path : fit.paths) {
    EXPECT_EQ(path.chosen, 0U);
    EXPECT_GT(path.pearson[0], 0.999999);
    EXPECT_EQ(path.validation_rows, 10U);
  }
}

TEST(FitBaseline, MaskedRowsDoNotCount) {
  // As if they were not there, in training and validation; the other task is as it was.
  Dataset masked = counting_dataset();
  const BaselineFit whole = fit_baseline(two_bases(), masked, "d.h5", 1);
  for (const std::size_t row : {3U, 17U, 44U}) {
    mask(masked, row, 1);
  }
  const BaselineFit fit = fit_baseline(two_bases(), masked, "d.h5", 1);
  EXPECT_THAT(fit.training_rows, ElementsAre(40, 38));
  EXPECT_EQ(fit.paths[1].validation_rows, 9U);
  EXPECT_NEAR(fit.paths[0].pearson[2], whole.paths[0].pearson[2], 1e-12);
  EXPECT_NEAR(fit.slope[0], whole.slope[0], 1e-12);
  EXPECT_GT(std::abs(fit.paths[1].pearson[2] - whole.paths[1].pearson[2]), 1e-6);

  masked.measured.weight[2 * 3 + 1] = 1e6F;  // of a masked row
  BaselineConfig weighted = two_bases();
  weighted.element_weights = true;
  EXPECT_EQ(fit_baseline(weighted, masked, "d.h5", 1).slope, fit.slope);
}

TEST(FitBaseline, AWeightOfTwoIsARowTwice) {
  Dataset dataset = counting_dataset();
  for (std::size_t row = 0; row < 40; ++row) {
    dataset.measured.activity[2 * row] += std::sin(static_cast<double>(row));
  }
  Dataset weighted = dataset;
  for (std::size_t row = 0; row < 40; ++row) {
    weighted.measured.weight[2 * row] = row % 2 == 0 ? 0.0F : 0.5F;  // on average 1 is 0 and 2
  }
  BaselineConfig config = two_bases();
  config.penalties = {1e-6};  // it is of standardized features, and standard deviations are of all training rows
  const BaselineConfig without_weights = config;
  config.element_weights = true;
  for (std::size_t row = 0; row < 40; row += 2) {  // a copy in the place of the row without weight
    for (std::size_t i = 0; i < 40; ++i) {
      dataset.codes[row * 40 + i] = dataset.codes[(row + 1) * 40 + i];
    }
    dataset.measured.activity[2 * row] = dataset.measured.activity[2 * (row + 1)];
  }
  const BaselineFit by_weight = fit_baseline(config, weighted, "d.h5", 1);
  const BaselineFit by_copy = fit_baseline(without_weights, dataset, "d.h5", 1);
  for (std::size_t feature = 0; feature < 10; ++feature) {
    EXPECT_NEAR(by_weight.slope[2 * feature], by_copy.slope[2 * feature], 1e-4);
  }
}

TEST(FitBaseline, FeaturesThatDoNotVaryAreLeftOut) {
  std::vector<std::string> sequences;
  std::vector<double> activities;
  for (std::size_t row = 0; row < 12; ++row) {
    sequences.push_back(row % 2 == 0 ? "AAAAAAAA" : "NNNNNNNN");
    activities.push_back(static_cast<double>(row % 2));
  }
  const Dataset dataset = small_dataset(sequences, "ttttttttvvvv", activities);
  const BaselineFit fit = fit_baseline(two_bases(), dataset, "d.h5", 1);
  EXPECT_EQ(fit.reader.names(), std::vector<std::string>{"AA"});
  EXPECT_EQ(fit.constant_features, 9U);
  EXPECT_DOUBLE_EQ(fit.mean.at(0), std::log(8.0) / 2.0);
}

TEST(FitBaseline, WithoutAnyFeatureThereIsTheMean) {
  const Dataset dataset = small_dataset({"NNNN", "NNNN", "NNNN", "NNNN"}, "ttvv", {1, 3, 4, 5});
  const BaselineFit fit = fit_baseline(two_bases(), dataset, "d.h5", 1);
  EXPECT_EQ(fit.reader.size(), 0U);
  EXPECT_NEAR(fit.offset.at(0), 0.0, 1e-15);
  EXPECT_EQ(fit.paths[0].chosen, 2U) << "all errors are equal";
}

TEST(FitBaseline, RefusesWhatCannotBeFitted) {
  const auto fit = [](const Dataset& dataset, const BaselineConfig& config) {
    fit_baseline(config, dataset, "d.h5", 1);
  };
  Dataset dataset = small_dataset({"AAAA", "CCCC", "ACGT"}, "tt-", {1, 2, 3});
  expect_error(ErrorKind::input, "d.h5: has 2 training and 0 validation rows", [&] { fit(dataset, two_bases()); });
  dataset = counting_dataset();
  BaselineConfig weighted = two_bases();
  weighted.element_weights = true;
  for (std::size_t row = 0; row < 40; ++row) {
    dataset.measured.weight[2 * row] = 0.0F;
  }
  expect_error(ErrorKind::input, "d.h5: task A has no measured value with a weight above 0 in the training rows",
               [&] { fit(dataset, weighted); });
  for (std::size_t row = 0; row < 40; ++row) {
    mask(dataset, row, 1);
  }
  expect_error(ErrorKind::input, "d.h5: task B has no measured value in the training rows",
               [&] { fit(dataset, two_bases()); });
}

TEST(TaskGroups, TasksWithEqualRowsAreOne) {
  Dataset dataset = counting_dataset();
  const std::vector<std::size_t> train = rows_in_split(dataset, Split::train);
  EXPECT_EQ(train.size(), 40U);
  EXPECT_EQ(task_groups(dataset, train, false, "d.h5").size(), 1U);
  mask(dataset, 59, 1);  // no training row
  EXPECT_EQ(task_groups(dataset, train, false, "d.h5").size(), 1U);
  mask(dataset, 0, 1);
  const std::vector<TaskGroup> groups = task_groups(dataset, train, false, "d.h5");
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_THAT(groups[1].tasks, ElementsAre(1));
  EXPECT_EQ(groups[1].weights[0], 0.0);
  EXPECT_EQ(targets_of(dataset, train, 1)[0], 0.0);
}

}  // namespace
}  // namespace cre
