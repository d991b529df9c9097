#include "qc/length_plan.h"

#include "expect_error.h"
#include "qc/small_table.h"

namespace cre {
namespace {

MeasuredTable table_of_lengths(const std::vector<std::size_t>& lengths) {
  std::vector<SmallRow> rows;
  for (const std::size_t length : lengths) {
    rows.push_back({.sequence = std::string(length, 'A')});
  }
  return small_table(rows);
}

TEST(LengthPlan, ProfileByHand) {
  const LengthPlan plan = plan_length(table_of_lengths({4, 4, 4, 6, 7, 11}), small_config());
  EXPECT_DOUBLE_EQ(plan.profile.mean, 6.0);
  EXPECT_DOUBLE_EQ(plan.profile.median, 5.0);
  EXPECT_EQ(plan.profile.min, 4);
  EXPECT_EQ(plan.profile.max, 11);
  EXPECT_EQ(plan.profile.mode, 4);
  EXPECT_DOUBLE_EQ(plan.profile.mode_share, 0.5);
  EXPECT_EQ(plan.length, 4);
  EXPECT_DOUBLE_EQ(plan.off_fraction, 0.5);
}

TEST(LengthPlan, TheLongerOfTwoCommonLengthsWins) {
  EXPECT_EQ(plan_length(table_of_lengths({5, 3, 5, 3}), small_config()).length, 5);
}

TEST(LengthPlan, AutoRejectsFewAndAdjustsMany) {
  std::vector<std::size_t> lengths(1000, 20);
  for (std::size_t i = 0; i < 5; ++i) {
    lengths[i] = 19;  // 0.5 %, at the limit
  }
  QcConfig config = small_config();
  EXPECT_EQ(plan_length(table_of_lengths(lengths), config).action, OffLengthAction::reject);
  lengths[5] = 19;
  EXPECT_EQ(plan_length(table_of_lengths(lengths), config).action, OffLengthAction::adjust);
  config.off_length = OffLength::reject;
  EXPECT_EQ(plan_length(table_of_lengths(lengths), config).action, OffLengthAction::reject);
  config.off_length = OffLength::adjust;
  EXPECT_EQ(plan_length(table_of_lengths({20, 20}), config).action, OffLengthAction::adjust);
}

TEST(LengthPlan, AGivenLengthOverridesTheCommonOne) {
  QcConfig config = small_config();
  config.length = 6;
  const LengthPlan plan = plan_length(table_of_lengths({4, 4, 4, 6}), config);
  EXPECT_EQ(plan.length, 6);
  EXPECT_DOUBLE_EQ(plan.off_fraction, 0.75);
}

TEST(LengthPlan, EmptySequencesAreNoLength) {
  expect_error(ErrorKind::input, "most sequences are empty",
               [] { plan_length(table_of_lengths({0, 0, 4}), small_config()); });
}

TEST(FitLength, TrimsToTheCentreAndPadsEvenly) {
  const LengthFit trimmed = fit_length(13, 10);  // 3 too many: 1 before, 2 after
  EXPECT_EQ(trimmed.begin, 1U);
  EXPECT_EQ(trimmed.count, 10U);
  EXPECT_EQ(trimmed.n_before + trimmed.n_after, 0U);
  const LengthFit padded = fit_length(7, 10);
  EXPECT_EQ(padded.begin, 0U);
  EXPECT_EQ(padded.count, 7U);
  EXPECT_EQ(padded.n_before, 1U);
  EXPECT_EQ(padded.n_after, 2U);
}

}  // namespace
}  // namespace cre
