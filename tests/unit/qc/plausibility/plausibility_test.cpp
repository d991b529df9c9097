#include "qc/plausibility/plausibility.h"

#include <gmock/gmock.h>

#include "core/random.h"
#include "expect_error.h"
#include "qc/build_elements.h"
#include "qc/duplicates.h"
#include "qc/rules/rules.h"
#include "qc/small_table.h"

namespace cre {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> codes_of(const Findings& findings) {
  std::vector<std::string> codes;
  for (const Finding& finding : findings) {
    codes.push_back(finding.code);
  }
  return codes;
}

/// 60 rows with normal activities, different sequences and standard errors about .2.
std::vector<SmallRow> plain_rows() {
  RandomStream stream(RandomPurpose::simulation, 11);
  std::vector<SmallRow> rows;
  for (std::size_t row = 0; row < 60; ++row) {
    SmallRow made;
    for (char& base : made.sequence) {
      base = "ACGT"[stream.below(4)];
    }
    made.activity = {stream.normal(), stream.normal()};
    made.standard_error = {0.2 + 0.05 * stream.uniform(), 0.2 + 0.05 * stream.uniform()};
    rows.push_back(made);
  }
  return rows;
}

KeptElements elements_of(const std::vector<SmallRow>& rows, const QcConfig& config = small_config()) {
  const MeasuredTable table = small_table(rows, config);
  std::vector<std::size_t> kept(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    kept[row] = row;
  }
  KeptElements elements = build_elements(table, kept, config, {.length = 10});
  flag_duplicates(elements);
  return elements;
}

Findings activity_findings(const KeptElements& elements, const QcConfig& config) {
  std::vector<Findings> of_values(elements.task_count());
  for (std::size_t task = 0; task < of_values.size(); ++task) {
    task_shape(values_of(elements), task, of_values.size(), nullptr, [&](const ValueCounts& activity) {
      of_values[task] = value_findings(activity, config.tasks[task], config.plausibility);
    });
  }
  return cre::activity_findings(elements, of_values, config);
}

TEST(Plausibility, AnOrdinaryTableHasNoFindings) {
  const KeptElements elements = elements_of(plain_rows());
  EXPECT_THAT(activity_findings(elements, small_config()), IsEmpty());
  EXPECT_THAT(standard_error_findings(elements, small_config()), IsEmpty());
  EXPECT_THAT(contradiction_findings(elements, small_config()), IsEmpty());
}

TEST(Plausibility, ValuesFarOutsideThatRepeatAreSentinels) {
  std::vector<SmallRow> rows = plain_rows();
  for (const std::size_t row : {3U, 17U, 40U}) {
    rows[row].activity[1] = -999;
  }
  const Findings findings = activity_findings(elements_of(rows), small_config());
  EXPECT_THAT(codes_of(findings), ElementsAre("sentinel"));
  EXPECT_THAT(findings[0].text, HasSubstr("column HepG2_l2fc: -999 (3 rows)"));
}

TEST(Plausibility, ASmallSentinelIsFoundToo) {
  std::vector<SmallRow> rows = plain_rows();
  for (const std::size_t row : {3U, 17U, 40U}) {
    rows[row].activity[0] = -9;
  }
  EXPECT_THAT(codes_of(activity_findings(elements_of(rows), small_config())), ElementsAre("sentinel"));
  rows[17].activity[0] = -8.5;  // no value is there three times
  EXPECT_THAT(activity_findings(elements_of(rows), small_config()), IsEmpty());
}

TEST(Plausibility, MostRowsMayHoldTheSentinel) {
  std::vector<SmallRow> rows = plain_rows();
  for (std::size_t row = 0; row < 40; ++row) {
    rows[row].activity[0] = 9999;
  }
  EXPECT_THAT(codes_of(activity_findings(elements_of(rows), small_config())),
              ElementsAre("sentinel", "repeated_value"));
}

TEST(Plausibility, LargeActivitiesAreQuestioned) {
  std::vector<SmallRow> rows = plain_rows();
  rows[5].activity[0] = 20.5;
  rows[6].activity[0] = -20;  // at the limit
  const Findings findings = activity_findings(elements_of(rows), small_config());
  EXPECT_THAT(codes_of(findings), ElementsAre("large_activity"));
  EXPECT_THAT(findings[0].text, HasSubstr("1 activities are beyond 20"));
}

TEST(Plausibility, CountsRatiosAndClassesAreNoLogFoldChanges) {
  std::vector<SmallRow> rows = plain_rows();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    rows[row].activity = {static_cast<double>(row), 0.1 + 0.05 * static_cast<double>(row)};
  }
  const Findings findings = activity_findings(elements_of(rows), small_config());
  ASSERT_THAT(codes_of(findings), ElementsAre("large_activity", "scale", "scale"));
  EXPECT_THAT(findings[1].text, HasSubstr("counts?"));
  EXPECT_THAT(findings[2].text, HasSubstr("ratios or counts?"));
}

TEST(Plausibility, AFilledInValueIsQuestioned) {
  std::vector<SmallRow> rows = plain_rows();
  for (std::size_t row = 0; row < 6; ++row) {
    rows[row].activity[0] = 0.0;
  }
  EXPECT_THAT(codes_of(activity_findings(elements_of(rows), small_config())), ElementsAre("repeated_value"));
}

TEST(Plausibility, OneColumnForTwoTasksIsQuestioned) {
  std::vector<SmallRow> rows = plain_rows();
  for (SmallRow& row : rows) {
    row.activity[1] = row.activity[0];
  }
  EXPECT_THAT(codes_of(activity_findings(elements_of(rows), small_config())), ElementsAre("same_column"));
}

TEST(Plausibility, StandardDeviationsAndVariancesAreQuestioned) {
  std::vector<SmallRow> rows = plain_rows();
  for (SmallRow& row : rows) {
    row.standard_error = {row.standard_error[0] * 8, row.standard_error[1] / 20};
  }
  const Findings findings = standard_error_findings(elements_of(rows), small_config());
  EXPECT_THAT(codes_of(findings), ElementsAre("errors_too_large", "errors_too_small"));
}

TEST(Plausibility, ColumnsNamedAfterSomethingElseAreQuestioned) {
  QcConfig config = small_config();
  for (const auto& [name, expected] : std::vector<std::pair<std::string, std::size_t>>{
           {"K562_lfcSE", 0}, {"K562_var", 1}, {"k562Var", 1}, {"K562.sd", 1}, {"variant_se", 0}, {"std_K562", 1}}) {
    config.tasks[0].standard_error = name;
    EXPECT_EQ(standard_error_findings(elements_of(plain_rows(), config), config).size(), expected) << name;
  }
}

TEST(Plausibility, CopiesOfOneSequenceSayWhetherTheErrorsAreRight) {
  // 30 pairs of copies; their difference has a standard deviation of sqrt(2) * .2.
  RandomStream stream(RandomPurpose::simulation, 12);
  std::vector<SmallRow> rows = plain_rows();
  for (std::size_t row = 0; row < 60; row += 2) {
    rows[row + 1].sequence = rows[row].sequence;
    for (const std::size_t task : {0U, 1U}) {
      const double truth = stream.normal();
      rows[row].activity[task] = truth + 0.2 * stream.normal();
      rows[row + 1].activity[task] = truth + 0.2 * stream.normal();
    }
  }
  EXPECT_THAT(standard_error_findings(elements_of(rows), small_config()), IsEmpty());
  for (SmallRow& row : rows) {
    row.standard_error[0] = row.standard_error[0] * row.standard_error[0];
  }
  const Findings findings = standard_error_findings(elements_of(rows), small_config());
  ASSERT_THAT(codes_of(findings), ElementsAre("errors_and_copies"));
  EXPECT_THAT(findings[0].text, HasSubstr("column K562_lfcSE"));
}

TEST(Plausibility, ContradictoryCopiesAreNamed) {
  std::vector<SmallRow> rows = plain_rows();
  rows[9].sequence = rows[2].sequence;
  rows[2].activity[0] = -1.5;
  rows[9].activity[0] = 1.0;
  rows[9].activity[1] = rows[2].activity[1];
  const Findings findings = contradiction_findings(elements_of(rows), small_config());
  ASSERT_THAT(codes_of(findings), ElementsAre("contradiction"));
  EXPECT_THAT(findings[0].text, HasSubstr("-1.5 in line 4 and 1 in line 11"));
  rows[2].standard_error[0] = 0.6;  // 2.5 is no more than four standard errors of the difference then
  rows[9].standard_error[0] = 0.6;
  EXPECT_THAT(contradiction_findings(elements_of(rows), small_config()), IsEmpty());
}

TEST(Plausibility, OneSequenceInAllRowsIsTheWrongColumn) {
  std::vector<SmallRow> rows = plain_rows();
  for (SmallRow& row : rows) {
    row.sequence = rows[0].sequence;
  }
  const Findings findings = contradiction_findings(elements_of(rows), small_config());
  EXPECT_THAT(codes_of(findings), Contains("one_sequence"));
  EXPECT_THAT(findings[0].text, HasSubstr("all 60 kept rows have the same sequence"));
}

TEST(Plausibility, LinesThatCannotBeReadAreTold) {
  QcConfig config = small_config();
  const std::vector<Rejection> malformed = {{1, "", kMalformed, "'K562' is not a number"},
                                            {7, "", kMalformed, "empty"}};
  EXPECT_EQ(malformed_note(malformed, {}),
            "cannot be read and left out: 2 lines, the first is line 1: 'K562' is not a number");
  EXPECT_THAT(header_findings(malformed, config), IsEmpty());
  config.header = TableHeaderKind::none;
  EXPECT_THAT(header_findings({}, config), IsEmpty());
  EXPECT_THAT(header_findings({malformed[1]}, config), IsEmpty());
  EXPECT_EQ(header_findings(malformed, config).at(0).text,
            "line 1 cannot be read and is left out: 'K562' is not a number; if it is a header, set qc.header: names");
}

TEST(Plausibility, TargetCellsThatAreNoTaskAreNamed) {
  std::vector<SmallRow> rows = plain_rows();
  for (std::size_t row = 0; row < 4; ++row) {
    rows[row].target_cell = "Hep G2 line";
  }
  const MeasuredTable table = small_table(rows);
  std::vector<std::size_t> kept(60);
  for (std::size_t row = 0; row < 60; ++row) {
    kept[row] = row;
  }
  const Findings findings = target_cell_findings(table, kept, small_config());
  ASSERT_THAT(codes_of(findings), ElementsAre("target_cell"));
  EXPECT_THAT(findings[0].text, HasSubstr("4 of 60 rows is no task: 'Hep G2 line' (4 rows)"));
  kept.erase(kept.begin(), kept.begin() + 2);  // 2 of 58 is below 5 %
  EXPECT_THAT(target_cell_findings(table, kept, small_config()), IsEmpty());
}

TEST(Plausibility, AMinGapOfTheOtherSignIsRecognised) {
  KeptElements elements = elements_of(plain_rows());
  const auto set_gaps = [&](double sign) {
    for (std::size_t row = 0; row < elements.rows(); ++row) {
      const double gap = elements.activity[2 * row] - elements.activity[2 * row + 1];  // all target K562
      elements.min_gap.set(row, sign * gap);
    }
  };
  set_gaps(1);
  EXPECT_THAT(min_gap_findings(elements, small_config()), IsEmpty());
  set_gaps(-1);
  const Findings findings = min_gap_findings(elements, small_config());
  ASSERT_THAT(codes_of(findings), ElementsAre("min_gap"));
  EXPECT_THAT(findings[0].text, HasSubstr("60 are the best other minus the target cell"));
}

Findings rejections(const std::vector<SmallRow>& rows, const QcConfig& config = small_config()) {
  const MeasuredTable table = small_table(rows, config);
  const LengthPlan plan = plan_length(table, config);
  const std::vector<Rule> rules = make_rules({table, config, plan});
  return rejection_findings(table, config, plan, rules, apply_rules(rules, table, 1));
}

TEST(Plausibility, ARuleThatTakesManyRowsIsQuestioned) {
  std::vector<SmallRow> rows = plain_rows();
  for (std::size_t row = 0; row < 19; ++row) {
    rows[3 * row].sequence[4] = 'R';
  }
  const Findings findings = rejections(rows);
  ASSERT_THAT(codes_of(findings), ElementsAre("many_rejected"));
  EXPECT_THAT(findings[0].text, HasSubstr("rejects 19 of 60 rows (31.7 %)"));
}

TEST(Plausibility, PaddedElementsThatAllGetLostAreNoticed) {
  std::vector<SmallRow> rows = plain_rows();
  for (std::size_t row = 0; row < 12; ++row) {
    rows[row].sequence.replace(0, 2, "NN");
  }
  const Findings findings = rejections(rows);
  ASSERT_THAT(codes_of(findings), ElementsAre("subset_lost"));
  EXPECT_THAT(findings[0].text, HasSubstr("rejects 12 of the 12 sequences that begin or end with N"));
}

TEST(Plausibility, ATargetCellThatIsLostIsNoticed) {
  std::vector<SmallRow> rows = plain_rows();
  for (std::size_t row = 0; row < 12; ++row) {
    rows[row].target_cell = "HepG2";
    rows[row].activity[1] = std::numeric_limits<double>::quiet_NaN();
  }
  const Findings findings = rejections(rows);
  ASSERT_THAT(codes_of(findings), ElementsAre("subset_lost"));
  EXPECT_THAT(findings[0].text, HasSubstr("12 of the 12 rows with target cell 'HepG2'"));
}

TEST(Plausibility, LengthsThatVaryStopUnlessToldOtherwise) {
  std::vector<SmallRow> rows = plain_rows();
  for (std::size_t row = 0; row < 7; ++row) {
    rows[row].sequence += "A";
  }
  QcConfig config = small_config();
  const LengthPlan plan = plan_length(small_table(rows), config);
  EXPECT_EQ(plan.longer, 7);
  expect_error(ErrorKind::input, "11.7 % of the sequences would be trimmed or padded with N to 10 bases",
               [&] { check_adjusted_lengths(plan, config); });
  config.off_length = OffLength::adjust;
  check_adjusted_lengths(plan, config);
  EXPECT_THAT(length_findings(plan, config), IsEmpty());
}

TEST(Plausibility, AFewAdjustedLengthsAreAWarning) {
  std::vector<SmallRow> rows = plain_rows();
  for (std::size_t row = 0; row < 3; ++row) {
    rows[row].sequence += "A";
  }
  const LengthPlan plan = plan_length(small_table(rows), small_config());
  check_adjusted_lengths(plan, small_config());
  EXPECT_THAT(codes_of(length_findings(plan, small_config())), ElementsAre("adjusted_lengths"));
}

TEST(Plausibility, TasksWithoutErrorsAreNamed) {
  QcConfig config = small_config();
  config.tasks[1].standard_error = std::nullopt;
  config.se_rule = StandardErrorRule::weights_only;
  std::vector<SmallRow> rows = plain_rows();
  for (SmallRow& row : rows) {
    row.standard_error = {0.5, std::numeric_limits<double>::quiet_NaN()};
  }
  const Findings findings = weight_findings(elements_of(rows, config), config);
  ASSERT_THAT(codes_of(findings), ElementsAre("task_without_errors"));
  EXPECT_THAT(findings[0].text, HasSubstr("mean weight of the other tasks, 4.00"));  // 1 / (.25 + 1e-6)
}

}  // namespace
}  // namespace cre
