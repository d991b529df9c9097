#include "ablate/permutation.h"

#include <cmath>

#include <gtest/gtest.h>

namespace cre {
namespace {

EvalRows rows_of(const std::vector<double>& activity, const std::vector<double>& predicted) {
  EvalRows rows;
  rows.tasks = {"A"};
  for (std::size_t row = 0; row < activity.size(); ++row) {
    rows.id.push_back("e" + std::to_string(row));
    rows.line.push_back(static_cast<std::int64_t>(row));
    rows.group.push_back(static_cast<std::int64_t>(row));
    rows.target_cell.push_back(0);
    rows.min_gap.push_back(0.0);
  }
  TaskColumn task;
  task.activity = activity;
  task.predicted = predicted;
  rows.task.push_back(task);
  return rows;
}

std::vector<PreparedModel> models(const std::vector<double>& activity, const std::vector<double>& predicted) {
  std::vector<PreparedModel> out;
  out.emplace_back(rows_of(activity, predicted), MeasureSettings{}, 1);
  return out;
}

const std::vector<double> kActivity = {0.0, 1.0, 2.0, 3.0, 4.0, 5.0};

TEST(Permutation, EqualModelsDoNotDiffer) {
  const auto model = models(kActivity, {1, 0, 2, 3, 5, 4});
  const std::vector<double> p =
      permutation_p_values(model, model, element_units(6), {.permutations = 99, .seed = 1}, 2);
  ASSERT_EQ(p.size(), 2U);
  EXPECT_EQ(p[0], 1.0);
  EXPECT_EQ(p[1], 1.0);
}

TEST(Permutation, ScaleAndShiftOfAPredictionDoNotMatter) {
  const auto baseline = models(kActivity, {1, 0, 2, 3, 5, 4});
  const PermutationPlan plan{.permutations = 500, .seed = 3};
  const auto as_is = permutation_p_values(baseline, models(kActivity, {5, 1, 0, 2, 4, 3}), element_units(6), plan, 1);
  const auto scaled =
      permutation_p_values(baseline, models(kActivity, {60, 20, 10, 30, 50, 40}), element_units(6), plan, 2);
  EXPECT_EQ(as_is, scaled);
}

TEST(Permutation, OneVariantModelStandsBesideAllOfTheBaseline) {
  auto baseline = models(kActivity, {1, 0, 2, 3, 5, 4});
  baseline.push_back(models(kActivity, {0, 2, 1, 3, 4, 5}).front());
  const auto once = models(kActivity, {5, 1, 0, 2, 4, 3});
  auto twice = once;
  twice.push_back(once.front());
  const PermutationPlan plan{.permutations = 300, .seed = 3};
  const auto p = permutation_p_values(baseline, once, element_units(6), plan, 2);
  EXPECT_EQ(p, permutation_p_values(baseline, twice, element_units(6), plan, 1));
  EXPECT_NE(p, permutation_p_values({baseline.front()}, once, element_units(6), plan, 1));
}

TEST(Permutation, OneUnitCanOnlySwapEverything) {
  // With all rows in one group every permutation gives d or -d: nothing is smaller than what was observed.
  const std::vector<std::int64_t> together(6, 0);
  const auto p = permutation_p_values(models(kActivity, {1, 0, 2, 3, 5, 4}), models(kActivity, {5, 1, 0, 2, 4, 3}),
                                      group_units(together), {.permutations = 50, .seed = 1}, 1);
  EXPECT_EQ(p[0], 1.0);
}

TEST(Permutation, UndefinedForAConstantPrediction) {
  const auto p = permutation_p_values(models(kActivity, {1, 0, 2, 3, 5, 4}), models(kActivity, {1, 1, 1, 1, 1, 1}),
                                      element_units(6), {.permutations = 20, .seed = 1}, 1);
  EXPECT_TRUE(std::isnan(p[0]));
  EXPECT_TRUE(std::isnan(p[1]));
}

}  // namespace
}  // namespace cre
