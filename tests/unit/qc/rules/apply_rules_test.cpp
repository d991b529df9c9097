#include "qc/rules/apply_rules.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.h"
#include "qc/reports/standard_error_comparison.h"
#include "qc/rules/rules.h"
#include "qc/small_table.h"

namespace cre {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<SmallRow> random_rows(std::size_t count, std::uint64_t seed) {
  RandomStream random(RandomPurpose::simulation, seed);
  std::vector<SmallRow> rows(count);
  for (SmallRow& row : rows) {
    if (random.below(10) == 0) {
      row.sequence[random.below(10)] = "NXR"[random.below(3)];
    }
    if (random.below(20) == 0) {
      row.sequence.pop_back();
    }
    for (double& activity : row.activity) {
      activity = random.below(15) == 0 ? INFINITY : random.normal();
    }
    for (double& error : row.standard_error) {
      error = 1.2 * random.uniform() - 0.05;
    }
    row.target_cell = random.below(5) == 0 ? "?" : "HepG2";
  }
  return rows;
}

struct RulesRun {
  explicit RulesRun(std::vector<SmallRow> rows, QcConfig settings = small_config(), unsigned threads = 2)
      : config(std::move(settings)),
        table(small_table(rows, config)),
        plan(plan_length(table, config)),
        rules(make_rules({table, config, plan})),
        outcome(apply_rules(rules, table, threads)),
        rejections(rejections_by(rules, table, outcome)) {}
  QcConfig config;
  MeasuredTable table;
  LengthPlan plan;
  std::vector<Rule> rules;
  RuleOutcome outcome;
  Rejections rejections;
};

TEST(ApplyRules, TheFirstFailingRuleRejectsAndEachIsCountedAlone) {
  // Row 1 fails base, N (with 3 N) and standard error; row 2 fails the standard error only.
  const RulesRun run(
      {{}, {.sequence = "XNNNACGTAC", .standard_error = {0.9, 0.1}}, {.standard_error = {0.1, 0.9}}, {}});
  EXPECT_THAT(run.outcome.kept, ElementsAre(0U, 3U));
  ASSERT_EQ(run.rejections.size(), 2U);
  EXPECT_EQ(run.rejections.code(0), "invalid_base");
  EXPECT_EQ(run.rejections.line(0), 3);
  EXPECT_EQ(run.rejections.id(0), "e1");
  EXPECT_EQ(run.rejections.code(1), "se_above_threshold");
  std::vector<std::int64_t> sequential, alone;
  for (const auto& count : run.outcome.counts) {
    sequential.push_back(count.sequential);
    alone.push_back(count.alone);
  }
  EXPECT_THAT(sequential, ElementsAre(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1));
  EXPECT_THAT(alone, ElementsAre(0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 2));
}

TEST(ApplyRules, KeptAndRejectedAreAllRows) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const RulesRun run(random_rows(300, seed));
    EXPECT_EQ(run.outcome.kept.size() + run.rejections.size(), 300U);
    std::int64_t sequential = 0;
    for (const auto& count : run.outcome.counts) {
      sequential += count.sequential;
      EXPECT_GE(count.alone, count.sequential);
    }
    EXPECT_EQ(sequential, static_cast<std::int64_t>(run.rejections.size()));
  }
}

TEST(ApplyRules, TheOrderOfRowsAndTheThreadsDoNotMatter) {
  std::vector<SmallRow> rows = random_rows(500, 3);
  const RulesRun one(rows, small_config(), 1);
  const RulesRun four(rows, small_config(), 4);
  EXPECT_EQ(one.outcome.kept, four.outcome.kept);
  std::reverse(rows.begin(), rows.end());
  const RulesRun backwards(rows);
  std::vector<std::size_t> mirrored;
  for (const std::size_t row : backwards.outcome.kept) {
    mirrored.insert(mirrored.begin(), 499 - row);
  }
  EXPECT_EQ(one.outcome.kept, mirrored);
  for (std::size_t r = 0; r < one.rules.size(); ++r) {
    EXPECT_EQ(one.outcome.counts[r].sequential, backwards.outcome.counts[r].sequential);
    EXPECT_EQ(one.outcome.counts[r].alone, backwards.outcome.counts[r].alone);
  }
}

TEST(StandardErrorComparison, SaysWhatEachRuleWouldRemoveWhicheverIsActive) {
  // Removed by A: rows 1, 2, 3. By B: row 2, and row 3 for its cell. Row 4 is gone before.
  const std::vector<SmallRow> rows = {{},
                                      {.standard_error = {0.1, 0.7}, .target_cell = "K562"},
                                      {.standard_error = {0.1, 0.7}, .target_cell = "HepG2"},
                                      {.standard_error = {0.7, 0.7}, .target_cell = "?"},
                                      {.sequence = "XCGTACGTAC", .standard_error = {0.7, 0.7}}};
  const std::vector<std::pair<StandardErrorRule, double>> cases = {{StandardErrorRule::any_task, 0.75},
                                                                   {StandardErrorRule::target_cell, 0.5},
                                                                   {StandardErrorRule::weights_only, 0.0}};
  for (const auto& [active, fraction] : cases) {
    QcConfig config = small_config();
    config.se_rule = active;
    const RulesRun run(rows, config);
    const StandardErrorComparison result = compare_standard_error_rules(run.table, config, run.rules, run.outcome);
    EXPECT_EQ(result.candidates, 4);
    EXPECT_EQ(result.removed_by_a, 3);
    EXPECT_EQ(result.removed_by_b, std::optional<std::int64_t>(2));
    EXPECT_EQ(result.unknown_target_cell, 1);
    EXPECT_DOUBLE_EQ(result.active_removed_fraction, fraction);
  }
}

TEST(StandardErrorComparison, WarnsAboveThirtyPercentAndNamesBothRemedies) {
  std::vector<SmallRow> rows(10);
  for (std::size_t i = 0; i < 3; ++i) {
    rows[i].standard_error = {0.9, 0.1};
  }
  const QcConfig config = small_config();
  const RulesRun at_limit(rows);
  EXPECT_EQ(compare_standard_error_rules(at_limit.table, config, at_limit.rules, at_limit.outcome).warning, "");
  rows[3].standard_error = {0.9, 0.1};
  const RulesRun above(rows);
  const std::string warning = compare_standard_error_rules(above.table, config, above.rules, above.outcome).warning;
  EXPECT_THAT(warning, HasSubstr("removes 4 of 10 rows (40.0 %)"));
  EXPECT_THAT(warning, HasSubstr("qc.se_threshold to 0.6"));
  EXPECT_THAT(warning, HasSubstr("qc.se_rule B or C with qc.weights inverse_variance"));
}

TEST(StandardErrorComparison, WithoutErrorsThereIsNothingToCompare) {
  QcConfig config = small_config();
  for (QcTask& task : config.tasks) {
    task.standard_error.reset();
  }
  const RulesRun run({{.standard_error = {NAN, NAN}}}, config);
  EXPECT_FALSE(compare_standard_error_rules(run.table, config, run.rules, run.outcome).available);
  EXPECT_EQ(run.outcome.kept.size(), 1U);
}

}  // namespace
}  // namespace cre
