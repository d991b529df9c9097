#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "qc/build_elements.h"
#include "qc/reports/activity_report.h"
#include "qc/reports/cell_type_report.h"
#include "qc/reports/gc_report.h"
#include "qc/small_table.h"

namespace cre {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

KeptElements elements_of(const std::vector<SmallRow>& rows, const QcConfig& config = small_config()) {
  const MeasuredTable table = small_table(rows, config);
  std::vector<std::size_t> all(table.rows());
  for (std::size_t row = 0; row < all.size(); ++row) {
    all[row] = row;
  }
  return build_elements(table, all, config, {.length = 10});
}

QcConfig masking() {
  QcConfig config = small_config();
  config.allow_missing_tasks = true;
  return config;
}

TEST(ActivityReport, ByHand) {
  const KeptElements elements = elements_of({{.activity = {1.0, 0.05}, .standard_error = {0.1, 0.2}},
                                             {.activity = {2.0, -0.05}, .standard_error = {0.2, 0.2}},
                                             {.activity = {6.0, kNan}, .standard_error = {0.6, kNan}},
                                             {.activity = {3.0, 0.1}, .standard_error = {0.3, 0.4}}},
                                            masking());
  const std::vector<TaskShape> shapes = {task_shape(values_of(elements), 0, 2), task_shape(values_of(elements), 1, 2)};
  const auto report = activity_report(shapes, elements.tasks);
  const auto& k562 = report.at("K562");
  EXPECT_EQ(k562.at("n"), 4);
  EXPECT_DOUBLE_EQ(k562.at("mean").get<double>(), 3.0);
  EXPECT_NEAR(k562.at("sd").get<double>(), 2.160247, 1e-6);  // sqrt((4 + 1 + 9 + 0) / 3)
  EXPECT_DOUBLE_EQ(k562.at("percentiles").at("50").get<double>(), 2.5);
  EXPECT_DOUBLE_EQ(k562.at("percentiles").at("25").get<double>(), 1.75);
  EXPECT_NEAR(k562.at("percentiles").at("0.1").get<double>(), 1.003, 1e-12);
  EXPECT_DOUBLE_EQ(k562.at("near_zero").get<double>(), 0.0);
  EXPECT_NEAR(k562.at("se_median").get<double>(), 0.25, 1e-12);
  EXPECT_NEAR(k562.at("se_iqr").get<double>(), 0.2, 1e-12);  // 0.375 - 0.175
  EXPECT_EQ(report.at("HepG2").at("n"), 3);
  EXPECT_NEAR(report.at("HepG2").at("near_zero").get<double>(), 2.0 / 3.0, 1e-12);
}

TEST(NoiseCeilingReport, NullWithoutStandardErrors) {
  const KeptElements elements = elements_of(
      {{.activity = {1, 1}, .standard_error = {0.5, kNan}}, {.activity = {3, 2}, .standard_error = {0.5, kNan}}});
  const auto report = noise_ceiling_report(elements);
  EXPECT_DOUBLE_EQ(report.at("K562").at("reliability").get<double>(), 0.875);  // 1 - 0.25 / 2
  EXPECT_DOUBLE_EQ(report.at("K562").at("r_max").get<double>(), std::sqrt(0.875));
  EXPECT_TRUE(report.at("HepG2").is_null());
}

TEST(GcReport, TailsByHand) {
  const KeptElements elements = elements_of({{"GCGCGCGCGC"}, {"ATATATATAT"}, {"GCGCGATATA"}, {"GCGATATATA"}});
  const auto report = gc_report(gc_of(elements));  // 1, 0, 0.5, 0.3
  EXPECT_DOUBLE_EQ(report.at("mean").get<double>(), 0.45);
  EXPECT_DOUBLE_EQ(report.at("below_0.3").get<double>(), 0.25);
  EXPECT_DOUBLE_EQ(report.at("above_0.7").get<double>(), 0.25);
  const auto before = gc_report(gc_of(small_table({{"GCX"}, {""}, {"AT"}})));
  EXPECT_EQ(before.at("n"), 2);
  EXPECT_DOUBLE_EQ(before.at("mean").get<double>(), 0.5);
}

TEST(TargetCellReport, MeansAndShiftsByHand) {
  const KeptElements elements = elements_of({{.activity = {4, 1}, .target_cell = "K562"},
                                             {.activity = {6, 3}, .target_cell = "k562"},
                                             {.activity = {2, 8}, .target_cell = "HEPG2"},
                                             {.activity = {0, 0}, .target_cell = ""}});
  const auto report = target_cell_report(elements);  // overall means 3 and 3
  EXPECT_EQ(report.at("K562").at("n"), 2);
  EXPECT_DOUBLE_EQ(report.at("K562").at("mean").at("K562").get<double>(), 5.0);
  EXPECT_DOUBLE_EQ(report.at("K562").at("shift").at("K562").get<double>(), 2.0);
  EXPECT_DOUBLE_EQ(report.at("K562").at("shift").at("HepG2").get<double>(), -1.0);
  EXPECT_DOUBLE_EQ(report.at("HepG2").at("mean").at("HepG2").get<double>(), 8.0);
  EXPECT_EQ(report.at("unknown").at("n"), 1);
  EXPECT_TRUE(target_cell_report(elements_of({{.target_cell = "?"}})).is_null());
}

TEST(TaskCorrelation, ByHandAndPairwise) {
  const KeptElements elements = elements_of({{.activity = {1, 3}, .standard_error = {0.1, 0.1}},
                                             {.activity = {2, 2}, .standard_error = {0.1, 0.1}},
                                             {.activity = {3, 1}, .standard_error = {0.1, 0.1}},
                                             {.activity = {9, kNan}, .standard_error = {0.1, 0.1}}},
                                            masking());
  const auto report = task_correlation(elements.activity, elements.task_count());
  EXPECT_NEAR(report.at(0).at(1).get<double>(), -1.0, 1e-12);
  EXPECT_NEAR(report.at(0).at(0).get<double>(), 1.0, 1e-12);
}

TEST(MinGapReport, ComparesTheColumnWithItsDefinition) {
  KeptElements elements = elements_of({{.activity = {4, 1}, .standard_error = {0.1, 0.2}},
                                       {.activity = {4, 1}, .standard_error = {0.2, 0.2}, .target_cell = "HepG2"},
                                       {.activity = {4, 1}, .standard_error = {0.3, 0.2}, .target_cell = "?"},
                                       {.activity = {4, 1}, .standard_error = {0.4, 0.2}}});
  elements.min_gap = {3.0, -3.0, 7.0, 2.0};  // the last is wrong by 1, the third cannot be compared
  const auto report = min_gap_report(elements, small_config());
  EXPECT_EQ(report.at("n"), 4);
  EXPECT_DOUBLE_EQ(report.at("mean").get<double>(), 2.25);
  EXPECT_EQ(report.at("definition").at("compared"), 3);
  EXPECT_DOUBLE_EQ(report.at("definition").at("equal_share").get<double>(), 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(report.at("definition").at("largest_difference").get<double>(), 1.0);
  EXPECT_TRUE(std::isnan(report.at("correlation_with_se").at("HepG2").get<double>()));  // constant
  // scipy.stats.pearsonr([3, -3, 7, 2], [.1, .2, .3, .4])
  EXPECT_NEAR(report.at("correlation_with_se").at("K562").get<double>(), 0.2197177, 1e-6);
  QcConfig without = small_config();
  without.columns.min_gap.reset();
  EXPECT_TRUE(min_gap_report(elements, without).is_null());
}

}  // namespace
}  // namespace cre
