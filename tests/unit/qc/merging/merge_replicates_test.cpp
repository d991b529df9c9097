#include "qc/merging/merge_replicates.h"

#include <cmath>
#include <limits>
#include <numeric>

#include <gmock/gmock.h>

#include "expect_error.h"
#include "qc/merging/replicate_agreement.h"
#include "qc/rules/apply_rules.h"
#include "qc/rules/rules.h"
#include "qc/small_table.h"

namespace cre {
namespace {

using testing::ElementsAre;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// One task in `columns` columns without standard errors, besides a plain one.
QcConfig replicate_config(std::size_t columns) {
  QcConfig config = small_config();
  config.tasks[0].standard_error.reset();
  config.tasks[0].activity.texts.clear();
  for (std::size_t i = 0; i < columns; ++i) {
    config.tasks[0].activity.texts.push_back("rep" + std::to_string(i + 1));
  }
  return config;
}

MeasuredTable with_replicates(MeasuredTable table, std::size_t columns, std::vector<double> values) {
  table.replicate_columns = columns;
  table.replicates = std::move(values);
  return table;
}

ReplicateMerge merge(MeasuredTable& table, const QcConfig& config) {
  static const LengthPlan plan{.length = 10};
  return merge_replicates(table, config, make_rules({table, config, plan}), "t.tsv");
}

TEST(MergeReplicates, ColumnsOfEachRow) {
  const QcConfig config = replicate_config(3);
  MeasuredTable table =
      with_replicates(small_table({{}, {}, {}}, config), 3, {1, 2, 6, kNan, 4, 2, kNan, kNan, INFINITY});
  const ReplicateMerge found = merge(table, config);
  EXPECT_EQ(found.groups.count(), 0U);
  EXPECT_DOUBLE_EQ(table.activity_of(0, 0), 3.0);
  EXPECT_DOUBLE_EQ(table.standard_error_of(0, 0), std::sqrt(7.0 / 3.0));
  EXPECT_DOUBLE_EQ(table.activity_of(1, 0), 3.0);
  EXPECT_DOUBLE_EQ(table.standard_error_of(1, 0), 1.0);
  EXPECT_TRUE(std::isnan(table.activity_of(2, 0)));
  EXPECT_EQ(table.activity_of(0, 1), 2.0);  // the plain task stays
  EXPECT_EQ(table.standard_error_of(0, 1), 0.2);
}

TEST(MergeReplicates, FewerThanTheMinimumAreMissing) {
  QcConfig config = replicate_config(2);
  config.replicates.minimum = 2;
  MeasuredTable table = with_replicates(small_table({{}, {}}, config), 2, {1, 2, kNan, 4});
  merge(table, config);
  EXPECT_EQ(table.activity_of(0, 0), 1.5);
  EXPECT_TRUE(std::isnan(table.activity_of(1, 0)));
}

TEST(MergeReplicates, ImpossibleStandardErrorsTakeTheirValuesAlong) {
  QcConfig config = replicate_config(3);
  config.tasks[0].standard_error = TextList(std::vector<std::string>{"se1", "se2", "se3"});
  config.replicates.merge = MergeMethod::inverse_variance;
  MeasuredTable table =
      with_replicates(small_table({{}, {}}, config), 6, {1, 2, 9, 0.5, 1.0, 0.0, 1, 2, 3, kNan, 0.4, 7.0});
  const ReplicateMerge found = merge(table, config);
  EXPECT_DOUBLE_EQ(table.activity_of(0, 0), 1.2);
  EXPECT_DOUBLE_EQ(table.standard_error_of(0, 0), 1.0 / std::sqrt(5.0));
  EXPECT_EQ(table.activity_of(1, 0), 2.0);
  EXPECT_THAT(found.unusable, ElementsAre(3, 0));
}

/// Rows are one element by their sequences; the third has a base that is none, the last is another element.
struct ByRows {
  QcConfig config;
  MeasuredTable table;
  ByRows() {
    config = replicate_config(1);
    config.replicates.rows = ReplicateRows::sequence;
    table = small_table({{}, {}, {.sequence = "ACGTACGTAX"}, {.sequence = "CCGTACGTAC"}}, config);
    with(table, {1, 0, 0, 3, 0, 0, 100, 0, 0, 5, 0.5, 0.4});
  }
  /// Columns: rep1; then K = HepG2's activity and standard error.
  static void with(MeasuredTable& table, std::vector<double> values) {
    for (std::size_t row = 0; row < 3; ++row) {
      values[row * 3 + 1] = static_cast<double>(row);
      values[row * 3 + 2] = 0.3;
    }
    table.replicate_columns = 3;
    table.replicates = std::move(values);
  }
};

TEST(MergeReplicates, RowsThatPassTheRulesBefore) {
  ByRows rows;
  const LengthPlan plan{.length = 10};
  const std::vector<Rule> rules = make_rules({rows.table, rows.config, plan});
  const ReplicateMerge found = merge_replicates(rows.table, rows.config, rules, "t.tsv");
  EXPECT_THAT(rows.table.merged_into, ElementsAre(0, 0, 2, 3));
  EXPECT_EQ(rows.table.activity_of(0, 0), 2.0);
  EXPECT_DOUBLE_EQ(rows.table.standard_error_of(0, 0), 1.0);  // sqrt(2) / sqrt(2)
  EXPECT_EQ(rows.table.activity_of(0, 1), 0.5);
  EXPECT_DOUBLE_EQ(rows.table.standard_error_of(0, 1), std::sqrt(0.18) / 2);
  EXPECT_EQ(rows.table.activity_of(2, 0), 100.0);
  EXPECT_TRUE(std::isnan(rows.table.standard_error_of(3, 0)));
  const RuleOutcome outcome = apply_rules(rules, rows.table, 1);
  EXPECT_THAT(outcome.kept, ElementsAre(3U));  // the merged standard error of K562 is 1
  const Rejections rejections = rejections_by(rules, rows.table, outcome);
  ASSERT_EQ(rejections.size(), 3U);
  EXPECT_EQ(rejections.code(0), "se_above_threshold");
  EXPECT_EQ(rejections.code(1), kMergedReplicate);
  EXPECT_EQ(rejections.detail(1), "merged into e0, line 2");
  EXPECT_EQ(rejections.code(2), "invalid_base");
}

QcConfig count_config() {
  QcConfig config = replicate_config(2);
  config.tasks[0].counts = {.given = true, .dna = "dna", .minimum_dna = 5};
  return config;
}

TEST(CountRatios, ByHand) {
  const QcConfig config = count_config();
  // RNA 1 and 2, DNA. Totals: 10 + 20 + 10 = 40, 7 + 3 + 10 = 20, 10 + 4 + 66 = 80.
  MeasuredTable table = with_replicates(small_table({{}, {}, {}}, config), 3, {10, 7, 10, 20, 3, 4, 10, 10, 66});
  const ReplicateMerge found = merge(table, config);
  EXPECT_THAT(found.counts[0].rna_total, ElementsAre(40.0, 20.0));
  EXPECT_THAT(found.counts[0].dna_total, ElementsAre(80.0));
  EXPECT_EQ(found.counts[0].below_dna, 2);  // both replicates of the second row
  const double first = std::log2(11.0 / 11.0) - std::log2(40.0 / 80.0), second = std::log2(8.0 / 11.0) + 2.0;
  EXPECT_DOUBLE_EQ(table.activity_of(0, 0), (first + second) / 2);
  EXPECT_DOUBLE_EQ(table.standard_error_of(0, 0), std::fabs(first - second) / 2);
  EXPECT_TRUE(std::isnan(table.activity_of(1, 0)));
}

TEST(CountRatios, BarcodesAreAddedUp) {
  QcConfig config = count_config();
  config.tasks.pop_back();
  config.replicates.rows = ReplicateRows::id;
  config.tasks[0].counts.minimum_barcodes = 2;
  MeasuredTable table =
      with_replicates(small_table({{}, {}, {}, {}}, small_config()), 3, {4, 6, 3, 6, kNan, 4, 5, 5, 0, 9, 9, 93});
  table.tasks = 1;
  table.activity = table.standard_error = {kNan, kNan, kNan, kNan};
  table.id = {"a", "a", "a", "b"};
  const ReplicateMerge found = merge(table, config);
  // a: RNA 15 and 11, DNA 7 of two barcodes that have any; b has one barcode. Totals 24, 20, 100.
  const double first = std::log2(16.0 / 8.0) - std::log2(0.24), second = std::log2(12.0 / 8.0) - std::log2(0.2);
  EXPECT_DOUBLE_EQ(table.activity_of(0, 0), (first + second) / 2);
  EXPECT_TRUE(std::isnan(table.activity_of(3, 0)));
  EXPECT_EQ(found.counts[0].below_barcodes, 2);
}

TEST(CountRatios, RefusesWhatIsNoCount) {
  const QcConfig config = count_config();
  MeasuredTable negative = with_replicates(small_table({{}, {}}, config), 3, {10, 7, 10, 20, -3, 4});
  expect_error(ErrorKind::input, "t.tsv: line 3, column rep2: -3 is no count; allowed: at least 0",
               [&] { merge(negative, config); });
  MeasuredTable none = with_replicates(small_table({{}, {}}, config), 3, {10, 7, 0, 20, 3, kNan});
  expect_error(ErrorKind::input, "t.tsv: column dna: no row has a count above 0", [&] { merge(none, config); });
}

TEST(ReplicateAgreement, ColumnsByHand) {
  const QcConfig config = replicate_config(2);
  MeasuredTable table =
      with_replicates(small_table({{}, {}, {}, {}, {}}, config), 2, {1, 2, 2, 1, 3, 4, 4, 3, 50, kNan});
  const ReplicateMerge merged = merge(table, config);
  const ReplicateAgreement found = replicate_agreement(table, config, merged, {0, 1, 2, 3, 4}, 0);
  EXPECT_EQ(found.n[1], 4);
  EXPECT_NEAR(found.pearson[1], 0.6, 1e-15);  // 3 / 5
  EXPECT_NEAR(found.mean_spearman, 0.6, 1e-15);
  EXPECT_NEAR(found.count, 5.0 / 3.0, 1e-15);  // 5 / (4 / 2 + 1)
  EXPECT_NEAR(found.reliability, (5.0 / 3.0 * 0.6) / (1.0 + 2.0 / 3.0 * 0.6), 1e-14);
  EXPECT_THAT(found.elements_by_count, ElementsAre(testing::Pair(1U, 1), testing::Pair(2U, 4)));
  const std::vector<double> of_tasks = replicate_reliability(table, config, merged, {0, 1, 2, 3, 4});
  EXPECT_DOUBLE_EQ(of_tasks[0], found.reliability);
  EXPECT_TRUE(std::isnan(of_tasks[1]));
}

}  // namespace
}  // namespace cre
