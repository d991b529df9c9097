#include "eval/measures.h"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "eval/prepared_model.h"
#include "evaluation_fixture.h"

namespace cre {
namespace {

using testdata::evaluated;
using testdata::kNaN;
using testdata::task_column;

constexpr MeasureSettings kSettings{
    .min_gap = MinGapDefinition::target_minus_best_other, .active_from = 1.0, .micro = true};

TEST(MeasureLayout, HasOnePlaceForEveryValue) {
  const MeasureLayout layout(4);
  EXPECT_EQ(layout.places(), 7U);
  std::set<std::size_t> places;
  std::size_t values = 0;
  for (std::size_t m = 0; m < measures().size(); ++m) {
    const bool of_gap = measures()[m].scope == MeasureScope::gap;
    for (std::size_t place = 0; place < (of_gap ? 1 : layout.places()); ++place, ++values) {
      places.insert(layout.index(m, place));
    }
  }
  EXPECT_EQ(places.size(), values);
  EXPECT_EQ(*places.rbegin() + 1, layout.size());
  EXPECT_EQ(layout.size(), values);
  EXPECT_EQ(layout.index("spearman", layout.macro()), layout.index("spearman", 0) + 4);
  EXPECT_EQ(layout.index("spearman", layout.micro()), layout.index("spearman", 0) + 6);
  EXPECT_EQ(layout.gap_index("min_gap_rho"), layout.index("min_gap_rho", 0));
}

TEST(Measures, HaveDifferentNames) {
  std::set<std::string_view> names;
  for (const Measure& measure : measures()) {
    EXPECT_EQ(measure_number(measure.name), names.size());
    names.insert(measure.name);
  }
  EXPECT_EQ(names.size(), measures().size());
}

std::string why(std::string_view measure, const TaskColumn& column, std::size_t place = 0) {
  return PreparedModel(evaluated({column}), kSettings, 2).why_undefined(measure_number(measure), place);
}

TEST(WhyUndefined, EveryKind) {
  const TaskColumn two = task_column({1, kNaN, 2}, {1, 2, 3});
  EXPECT_EQ(why("pearson", two), "2 rows have a measured and a predicted value; 3 are needed");
  EXPECT_EQ(why("mse", two), "2 rows have a measured and a predicted value; 3 are needed");
  EXPECT_EQ(why("spearman", task_column({1, 1, 1}, {1, 2, 3})), "all measured values are equal");
  EXPECT_EQ(why("concordance", task_column({1, 2, 3}, {1, 1, 1})), "all predicted values are equal");
  EXPECT_EQ(why("r_squared", task_column({1, 1, 1}, {1, 2, 3})), "all measured values are equal");
  EXPECT_EQ(why("mse", task_column({1, 1, 1}, {1, 1, 1})), "");

  TaskColumn bare = task_column({1, 2, 3}, {1, 2, 3});
  bare.standard_error.assign(3, kNaN);
  bare.scale = kNaN;
  EXPECT_EQ(why("weighted_mse", bare), "there are no standard errors");
  EXPECT_EQ(why("standardized_mse", bare), "there is no scaler of the training run");
  EXPECT_EQ(why("pearson", bare), "");

  const TaskColumn inactive = task_column({0, 0.5, 0.9}, {1, 2, 3});
  EXPECT_EQ(why("auroc", inactive), "all elements are active, or none is (eval.active_from)");
  EXPECT_EQ(why("auroc", task_column({1, 2, 3}, {1, 2, 3})), "all elements are active, or none is (eval.active_from)");
  EXPECT_EQ(why("auprc", inactive), "no element is active (eval.active_from)");
  EXPECT_EQ(why("auprc", task_column({1, 2, 3}, {1, 2, 3})), "");
}

TEST(WhyUndefined, AWinsorizedCorrelationMayLackWhatAPlainOneHas) {
  std::vector<double> measured(300, 1.0), predicted;
  measured[0] = 5.0;  // beyond percentile 99
  for (int i = 0; i < 300; ++i) {
    predicted.push_back(i);
  }
  EXPECT_EQ(why("pearson", task_column(measured, predicted)), "");
  EXPECT_EQ(why("winsorized_pearson", task_column(measured, predicted)),
            "nearly all measured or predicted values are equal");
}

TEST(WhyUndefined, OfMeansAndGaps) {
  EvalRows rows = evaluated({task_column({1, 2, 3}, {1, 2, 4}), task_column({1, 1, 1}, {1, 2, 3})});
  const PreparedModel model(rows, kSettings, 2);
  const MeasureLayout layout(2);
  const std::size_t r = measure_number("pearson");
  EXPECT_EQ(model.why_undefined(r, layout.macro()), "task task1: all measured values are equal");
  EXPECT_EQ(model.why_undefined(r, layout.weighted()), "task task1: all measured values are equal");
  EXPECT_EQ(model.why_undefined(r, layout.micro()), "");
  EXPECT_EQ(model.why_undefined(measure_number("min_gap_rho"), 0), "");
  EXPECT_EQ(
      PreparedModel(rows, {.min_gap = MinGapDefinition::column}, 1).why_undefined(measure_number("min_gap_rho"), 0),
      "0 rows have a measured and a predicted value; 3 are needed");
}

/// The rows that `keep` says.
EvalRows kept_rows(const EvalRows& rows, const std::vector<bool>& keep) {
  const auto kept = [&](auto values) {
    decltype(values) out;
    for (std::size_t row = 0; row < values.size(); ++row) {
      if (keep[row]) {
        out.push_back(values[row]);
      }
    }
    return out;
  };
  EvalRows out = rows;
  out.id = kept(rows.id);
  out.group = kept(rows.group);
  out.target_cell = kept(rows.target_cell);
  out.min_gap = kept(rows.min_gap);
  for (TaskColumn& task : out.task) {
    task.activity = kept(task.activity);
    task.standard_error = kept(task.standard_error);
    task.predicted = kept(task.predicted);
  }
  return out;
}

TEST(WithoutEach, EqualsANewEvaluationWithoutTheUnit) {
  EvalRows rows = testdata::simulated(30);
  for (std::size_t row = 0; row < 30; ++row) {
    rows.group[row] = static_cast<std::int64_t>(row) / 4;
  }
  rows.task[0].activity[5] = rows.task[1].activity[6] = kNaN;
  rows.task[1].predicted[20] = rows.task[1].predicted[21];  // a tie
  for (std::size_t row = 0; row < 30; ++row) {
    rows.task[0].standard_error[row] = 0.1 + 0.03 * static_cast<double>(row);  // most weights below their limit
  }
  rows.task[0].standard_error[3] = rows.task[1].standard_error[9] = kNaN;
  rows.task[1].scale = 0.5;
  const ResampleUnits units = group_units(rows.group);
  const PreparedModel model(rows, kSettings, 2);
  const MeasureLayout layout(2);
  for (std::uint32_t unit = 0; unit < units.count; ++unit) {
    std::vector<bool> keep;
    for (std::size_t row = 0; row < 30; ++row) {
      keep.push_back(unit_of(units, row) != unit);
    }
    const std::vector<double> left = PreparedModel(kept_rows(rows, keep), kSettings, 1).values(2);
    for (std::size_t m = 0; m < measures().size(); ++m) {
      const Measure& measure = measures()[m];
      if (measure.without_each == nullptr) {
        EXPECT_TRUE(model.without_each(m, 0, units).empty()) << measure.name;
        continue;
      }
      const bool of_gap = measure.scope == MeasureScope::gap;
      for (const std::size_t place : {std::size_t{0}, std::size_t{1}, layout.macro(), layout.micro()}) {
        const std::size_t i = layout.index(m, of_gap ? 0 : place);
        EXPECT_NEAR(model.without_each(m, place, units)[unit], left[i], 1e-12) << measure.name << ' ' << place;
      }
      // The weights of tasks stay those of all rows, as in resamples.
      if (!of_gap) {
        const double weighted = (29.0 * left[layout.index(m, 0)] + 29.0 * left[layout.index(m, 1)]) / 58.0;
        EXPECT_NEAR(model.without_each(m, layout.weighted(), units)[unit], weighted, 1e-12) << measure.name;
      }
    }
  }
}

TEST(FewestPairs, TwoAreNone) {
  const PreparedModel model(
      evaluated({task_column({1, 2, kNaN, kNaN}, {1, 2, 3, 4}), task_column({0.5, 2, 3, kNaN}, {1, 2, 4, 4})}),
      kSettings, 2);
  const MeasureLayout layout(2);
  const std::vector<double> values = model.values(2);
  DrawnRows drawn;
  model.draw(every_row_once(4), drawn);
  const std::vector<BatchValues> resampled = model.values(drawn);
  for (const Measure& measure : measures()) {
    if (measure.scope == MeasureScope::task) {
      for (const std::size_t place : {std::size_t{0}, layout.macro(), layout.weighted()}) {
        EXPECT_TRUE(std::isnan(values[layout.index(measure.name, place)])) << measure.name;
        EXPECT_TRUE(std::isnan(resampled[layout.index(measure.name, place)][0])) << measure.name;
      }
      EXPECT_FALSE(std::isnan(values[layout.index(measure.name, 1)])) << measure.name;
      EXPECT_FALSE(std::isnan(values[layout.index(measure.name, layout.micro())])) << measure.name;
    }
  }
}

}  // namespace
}  // namespace cre
