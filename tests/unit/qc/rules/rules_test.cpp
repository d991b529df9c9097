// The boundaries of every rule, worked by hand.

#include "qc/rules/rules.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "qc/exclusion.h"
#include "qc/small_table.h"

namespace cre {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
const LengthPlan kNoPlan;
const QcConfig kConfig = small_config();

std::vector<bool> failing(const Rule& rule, const MeasuredTable& table) {
  std::vector<bool> out;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    out.push_back(rule.fails(row));
  }
  return out;
}

using Failing = std::vector<bool>;

TEST(InvalidBaseRule, RejectsWhatIsNoBase) {
  QcConfig config = small_config();
  const MeasuredTable table = small_table({{"ACGTN"}, {"ACRTN"}, {"AC TN"}, {"ACUGT"}, {""}});
  Rule rule = invalid_base_rule({table, config, kNoPlan});
  EXPECT_EQ(failing(rule, table), (Failing{false, true, true, true, false}));
  EXPECT_EQ(rule.detail(1), "'R' at base 3");
  config.iupac = Iupac::to_n;
  EXPECT_EQ(failing(invalid_base_rule({table, config, kNoPlan}), table), (Failing{false, false, true, true, false}));
}

TEST(InvalidBaseRule, KnowsRna) {
  const auto remedy = [](const std::string& sequence) {
    return invalid_base_rule({small_table({{"ACGTN"}, {sequence}}), small_config(), kNoPlan}).remedy;
  };
  EXPECT_EQ(remedy("ACGUU"), "U is a base of RNA: write T for it");
  EXPECT_EQ(remedy("ACRUU"), "qc.iupac: to_n reads ambiguity codes as N");
}

TEST(OffLengthRule, OnlyWhenRowsAreRejected) {
  const MeasuredTable table = small_table({{"ACGT"}, {"ACG"}, {"ACGTA"}});
  LengthPlan plan{.length = 4, .action = OffLengthAction::reject};
  const Rule rule = off_length_rule({table, kConfig, plan});
  EXPECT_EQ(rule.state, RuleState::active);
  EXPECT_EQ(failing(rule, table), (Failing{false, true, true}));
  EXPECT_EQ(rule.detail(1), "3 bases");
  plan.action = OffLengthAction::adjust;
  EXPECT_EQ(off_length_rule({table, kConfig, plan}).state, RuleState::off);
}

TEST(NContentRule, ShareAtTheLimitIsFine) {
  QcConfig config = small_config();
  const LengthPlan plan{.length = 20};
  const MeasuredTable table = small_table({{std::string(20, 'A')},
                                           {"N" + std::string(19, 'A')},     // 5 %
                                           {"NN" + std::string(18, 'A')}});  // 10 %
  EXPECT_EQ(failing(n_content_rule({table, config, plan}), table), (Failing{false, true, true}));
  config.max_n_fraction = 0.05;
  const Rule rule = n_content_rule({table, config, plan});
  EXPECT_EQ(failing(rule, table), (Failing{false, false, true}));
  EXPECT_EQ(rule.detail(2), "2 of 20 bases are N");
}

TEST(NContentRule, AdjustedRowsMayHaveOnePercent) {
  const QcConfig config = small_config();  // strict: 0
  const LengthPlan plan{.length = 200, .action = OffLengthAction::adjust};
  const MeasuredTable table = small_table({{std::string(199, 'A')},          // padded: 1 N, 0.5 %
                                           {std::string(198, 'A')},          // 2 N, exactly 1 %
                                           {std::string(197, 'A')},          // 3 N
                                           {std::string(203, 'A')},          // trimmed: no N
                                           {"N" + std::string(202, 'A')},    // the N is trimmed off
                                           {"N" + std::string(199, 'A')}});  // right length: strict
  EXPECT_EQ(failing(n_content_rule({table, config, plan}), table), (Failing{false, false, true, false, false, true}));
}

TEST(NContentRule, AmbiguityCodesCountOnlyWhenReadAsN) {
  QcConfig config = small_config();
  const LengthPlan plan{.length = 10};
  const MeasuredTable table = small_table({{"ACGTRCGTAC"}});
  EXPECT_FALSE(n_content_rule({table, config, plan}).fails(0));
  config.iupac = Iupac::to_n;
  EXPECT_TRUE(n_content_rule({table, config, plan}).fails(0));
}

TEST(MissingActivityRule, EveryTaskUnlessMissingOnesAreAllowed) {
  QcConfig config = small_config();
  const MeasuredTable table = small_table({{.activity = {1, 2}},
                                           {.activity = {kNan, 2}},
                                           {.activity = {1, -kInf}},
                                           {.activity = {kNan, kNan}},
                                           {.standard_error = {kNan, kNan}}});
  const Rule strict = missing_activity_rule({table, config, kNoPlan});
  EXPECT_EQ(failing(strict, table), (Failing{false, true, true, true, false}));
  EXPECT_EQ(strict.detail(1), "K562_l2fc missing");
  EXPECT_EQ(strict.detail(2), "HepG2_l2fc -inf");
  config.allow_missing_tasks = true;
  const Rule masking = missing_activity_rule({table, config, kNoPlan});
  EXPECT_EQ(failing(masking, table), (Failing{false, false, false, true, true}));
  EXPECT_EQ(masking.detail(4), "K562_l2fc without standard error, HepG2_l2fc without standard error");
}

TEST(StandardErrorRangeRule, OpenIntervalFromZeroToFive) {
  QcConfig config = small_config();
  const MeasuredTable table = small_table({{.standard_error = {0.0, 0.1}},
                                           {.standard_error = {5.0, 0.1}},
                                           {.standard_error = {4.999, 1e-9}},
                                           {.standard_error = {0.1, -0.1}},
                                           {.standard_error = {0.1, kNan}},
                                           {.standard_error = {0.1, kInf}}});
  const Rule rule = standard_error_range_rule({table, config, kNoPlan});
  EXPECT_EQ(failing(rule, table), (Failing{true, true, false, true, true, true}));
  EXPECT_EQ(rule.detail(0), "K562_lfcSE 0");
  EXPECT_EQ(rule.detail(4), "HepG2_lfcSE missing");
  config.allow_missing_tasks = true;  // the task without error is masked instead
  EXPECT_FALSE(standard_error_range_rule({table, config, kNoPlan}).fails(4));
}

TEST(StandardErrorRangeRule, IgnoresTasksWithoutErrorColumnOrActivity) {
  QcConfig config = small_config();
  config.tasks[0].standard_error.reset();
  config.allow_missing_tasks = true;
  const MeasuredTable table =
      small_table({{.standard_error = {kNan, 0.1}}, {.activity = {1, kNan}, .standard_error = {kNan, 9.0}}});
  EXPECT_EQ(failing(standard_error_range_rule({table, config, kNoPlan}), table), (Failing{false, false}));
  config.tasks[1].standard_error.reset();
  EXPECT_EQ(standard_error_range_rule({table, config, kNoPlan}).state, RuleState::off);
}

const std::vector<SmallRow> kErrorRows = {
    {.standard_error = {0.5, 0.5}},                                // at the threshold
    {.standard_error = {0.1, 0.7}, .target_cell = "K562"},         // the other cell is above
    {.standard_error = {0.1, 0.7}, .target_cell = "hepg2"},        // the target cell is above
    {.standard_error = {0.5000001, 0.1}, .target_cell = "K-562"},  // just above, odd spelling
    {.standard_error = {0.7, 0.7}, .target_cell = "WTC11"}};       // both above, unknown target cell

TEST(StandardErrorRule, RuleAAnyTask) {
  const QcConfig config = small_config();
  const MeasuredTable table = small_table(kErrorRows);
  const Rule rule = standard_error_rule({table, config, kNoPlan});
  EXPECT_EQ(failing(rule, table), (Failing{false, true, true, true, true}));
  EXPECT_EQ(rule.detail(2), "HepG2 standard error 0.7, allowed at most 0.5");
}

TEST(StandardErrorRule, RuleBTargetCellOnly) {
  QcConfig config = small_config();
  config.se_rule = StandardErrorRule::target_cell;
  const MeasuredTable table = small_table(kErrorRows);
  EXPECT_EQ(failing(standard_error_rule({table, config, kNoPlan}), table), (Failing{false, false, true, true, false}));
  const Rule unknown = unknown_target_cell_rule({table, config, kNoPlan});
  EXPECT_EQ(unknown.state, RuleState::active);
  EXPECT_EQ(failing(unknown, table), (Failing{false, false, false, false, true}));
  EXPECT_EQ(unknown.detail(4), "target cell 'WTC11'");
}

TEST(StandardErrorRule, RuleCRejectsNone) {
  QcConfig config = small_config();
  config.se_rule = StandardErrorRule::weights_only;
  const MeasuredTable table = small_table(kErrorRows);
  EXPECT_EQ(standard_error_rule({table, config, kNoPlan}).state, RuleState::off);
  EXPECT_EQ(failing(standard_error_rule({table, config, kNoPlan}), table), (Failing(5, false)));
  EXPECT_EQ(unknown_target_cell_rule({table, config, kNoPlan}).state, RuleState::off);
}

TEST(StandardErrorRule, ThresholdIsAParameter) {
  QcConfig config = small_config();
  config.se_threshold = 0.6;
  const MeasuredTable table = small_table({{.standard_error = {0.6, 0.55}}, {.standard_error = {0.61, 0.1}}});
  EXPECT_EQ(failing(standard_error_rule({table, config, kNoPlan}), table), (Failing{false, true}));
}

TEST(StandardErrorRule, MaskedTasksDoNotCount) {
  QcConfig config = small_config();
  config.allow_missing_tasks = true;
  const MeasuredTable table = small_table({{.activity = {kNan, 1}, .standard_error = {0.9, 0.1}}});
  EXPECT_FALSE(standard_error_rule({table, config, kNoPlan}).fails(0));
}

TEST(MinimumRule, BelowOrMissingFails) {
  QcConfig config = small_config();
  EXPECT_EQ(minimum_rule({small_table({{}}), config, kNoPlan}).state, RuleState::off);
  config.minimum = {{"barcodes", 10}, {"reads", 0.5}};
  MeasuredTable table = small_table({{}, {}, {}, {}});
  table.minimum = {10, 0.5, 9.5, 7, kNan, 0.25, kInf, kNan};
  const Rule rule = minimum_rule({table, config, kNoPlan});
  EXPECT_EQ(rule.title, "barcodes below 10 or reads below 0.5");
  EXPECT_EQ(failing(rule, table), (Failing{false, true, true, true}));
  EXPECT_EQ(rule.detail(1), "barcodes 9.5, at least 10 is asked for");
  EXPECT_EQ(rule.detail(2), "barcodes missing, at least 10 is asked for, reads 0.25, at least 0.5 is asked for");
}

TEST(ExcludeRule, LooksAtTheIdOrAnotherColumn) {
  QcConfig config = small_config();
  EXPECT_EQ(exclude_rule({small_table({{}}), config, kNoPlan}).state, RuleState::off);
  config.exclude = {"^e1$", "[02]"};
  MeasuredTable table = small_table({{}, {}, {}, {}});
  mark_excluded(table, config, 1);
  const Rule by_id = exclude_rule({table, config, kNoPlan});
  EXPECT_EQ(failing(by_id, table), (Failing{true, true, true, false}));
  EXPECT_EQ(by_id.detail(2), "ID 'e2' matches '[02]'");
  config.exclude = {"ctrl", "(x)?"};
  config.exclude_column = "kind";
  table.exclude_text = {"ctrl", "", "a ctrl b", "element"};
  EXPECT_THROW(mark_excluded(table, config, 1), Error);  // an empty match is one
  config.exclude.pop_back();
  mark_excluded(table, config, 1);
  const Rule by_kind = exclude_rule({table, config, kNoPlan});
  EXPECT_EQ(failing(by_kind, table), (Failing{true, false, true, false}));
  EXPECT_EQ(by_kind.detail(2), "kind 'a ctrl b' matches 'ctrl'");
  config.exclude = {"ctrl", "^ctrl", "scrambled"};
  mark_excluded(table, config, 1);
  const Findings findings = exclusion_findings(table, config);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[1].text,
            "qc.exclude 'scrambled' matches no further row; it looks at column kind, the first has 'ctrl'");
}

TEST(ExcludeRule, LengthsOfExcludedRowsDoNotCount) {
  QcConfig config = small_config();
  config.exclude = {"e[01]"};
  MeasuredTable table = small_table({{.sequence = "AC"}, {.sequence = "AG"}, {.sequence = "ACGT"}});
  EXPECT_EQ(plan_length(table, config).length, 2);
  mark_excluded(table, config, 1);
  const LengthPlan plan = plan_length(table, config);
  EXPECT_EQ(plan.length, 4);
  EXPECT_EQ(plan.off_fraction, 0.0);
}

TEST(Rules, EachHasACodeOfItsOwnAndAPlace) {
  const MeasuredTable table = small_table({{}});
  const LengthPlan plan{.length = 10};
  std::vector<std::string> codes;
  for (const Rule& rule : make_rules({table, kConfig, plan})) {
    codes.emplace_back(rule.code);
  }
  EXPECT_THAT(codes, testing::ElementsAre("excluded", "no_sequence", "invalid_base", "no_adaptor", "off_length",
                                          "too_many_n", "below_minimum", "merged_replicate", "missing_activity",
                                          "se_out_of_range", "unknown_target_cell", "se_above_threshold"));
}

}  // namespace
}  // namespace cre
