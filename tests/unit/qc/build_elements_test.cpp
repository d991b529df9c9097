#include "qc/build_elements.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>

#include "expect_error.h"
#include "qc/duplicates.h"
#include "qc/small_table.h"
#include "qc/usable_elements.h"
#include "statistics/inverse_variance_weight.h"

namespace cre {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<bool> measured(const KeptElements& elements) {
  std::vector<bool> out;
  for (std::size_t i = 0; i < elements.activity.size(); ++i) {
    out.push_back(elements.is_measured(i));
  }
  return out;
}

std::vector<float> weights(const KeptElements& elements) {
  std::vector<float> out;
  for (std::size_t i = 0; i < elements.activity.size(); ++i) {
    out.push_back(elements.weight(i));
  }
  return out;
}

TEST(InverseVarianceWeight, ByHand) {
  EXPECT_NEAR(inverse_variance_weight(0.5), 3.999984, 1e-6);  // 1 / 0.250001
  EXPECT_DOUBLE_EQ(inverse_variance_weight(0.1), 25.0);       // 1 / 0.010001 = 99.99, capped
  EXPECT_DOUBLE_EQ(inverse_variance_weight(1e-9), 25.0);
}

TEST(BuildElements, AdjustsLengthsAndReadsAmbiguityCodesAsN) {
  QcConfig config = small_config();
  config.iupac = Iupac::to_n;
  const MeasuredTable table = small_table({{"ACGT"}, {"ACGTACG"}, {"GG"}, {"ARGT"}});
  const LengthPlan plan{.length = 4, .action = OffLengthAction::adjust};
  const KeptElements elements = build_elements(table, {0, 1, 2, 3}, config, plan);
  EXPECT_EQ(elements.sequences.letters(0), "ACGT");
  EXPECT_EQ(elements.sequences.letters(1), "CGTA");  // 3 too many: 1 before, 2 after
  EXPECT_EQ(elements.sequences.letters(2), "NGGN");
  EXPECT_EQ(elements.sequences.letters(3), "ANGT");
  EXPECT_THAT(elements.flags, testing::ElementsAre(0U, kLengthAdjusted, kLengthAdjusted, 0U));
}

TEST(BuildElements, TakesOnlyKeptRows) {
  const MeasuredTable table = small_table({{}, {.target_cell = "hepg2"}, {.target_cell = "?"}});
  const KeptElements elements = build_elements(table, {1, 2}, small_config(), {.length = 10});
  EXPECT_THAT(elements.id, testing::ElementsAre("e1", "e2"));
  EXPECT_THAT(elements.line, testing::ElementsAre(3, 4));
  EXPECT_THAT(elements.target_cell, testing::ElementsAre(1, kUnknownCell));
  EXPECT_THAT(elements.tasks, testing::ElementsAre("K562", "HepG2"));
  EXPECT_TRUE(elements.group_name.empty());
}

TEST(BuildElements, MasksWhatIsNotMeasured) {
  QcConfig config = small_config();
  config.allow_missing_tasks = true;
  config.se_rule = StandardErrorRule::weights_only;
  const MeasuredTable table = small_table(
      {{.activity = {kNan, 2}, .standard_error = {0.1, 0.5}}, {.activity = {1, 2}, .standard_error = {kNan, 0.1}}});
  const KeptElements elements = build_elements(table, {0, 1}, config, {.length = 10});
  EXPECT_THAT(measured(elements), testing::ElementsAre(false, true, false, true));
  EXPECT_TRUE(std::isnan(elements.activity[0]));
  EXPECT_TRUE(std::isnan(elements.standard_error[0]));
  EXPECT_TRUE(std::isnan(elements.activity[2]));
  EXPECT_THAT(weights(elements), testing::ElementsAre(1.0F, testing::FloatNear(3.999984F, 1e-5F), 1.0F, 25.0F));
}

TEST(BuildElements, WeightsAreOneUnlessAskedFor) {
  const MeasuredTable table = small_table({{}});
  QcConfig config = small_config();
  EXPECT_THAT(weights(build_elements(table, {0}, config, {.length = 10})), testing::ElementsAre(1.0F, 1.0F));
  config.weights = WeightRule::inverse_variance;  // 1 / 0.010001 and 1 / 0.040001 = 24.9994
  EXPECT_THAT(weights(build_elements(table, {0}, config, {.length = 10})),
              testing::ElementsAre(25.0F, testing::FloatNear(24.99938F, 1e-4F)));
}

TEST(Duplicates, FlagsEveryRowOfARepeatedSequence) {
  const MeasuredTable table = small_table({{"ACGT"}, {"TTTT"}, {"ACGT"}, {"AAAA"}, {"TTTT"}, {"ACGT"}, {"TTTA"}});
  KeptElements elements = build_elements(table, {0, 1, 2, 3, 4, 5, 6}, small_config(), {.length = 4});
  const DuplicateCounts counts = flag_duplicates(elements);
  EXPECT_EQ(counts.groups, 2);
  EXPECT_EQ(counts.rows, 5);
  EXPECT_THAT(elements.flags, testing::ElementsAre(kDuplicate, kDuplicate, kDuplicate, 0U, kDuplicate, kDuplicate, 0U));
}

TEST(UsableElements, GoodOnesPass) {
  const MeasuredTable table = small_table({{}, {.activity = {3, 4}}});
  check_usable(build_elements(table, {0, 1}, small_config(), {.length = 10}), {}, small_config(), "t.tsv");
}

TEST(UsableElements, AllRejected) {
  const Rejections rejections({{2, "a", "too_many_n", "1 of 4 bases are N"},
                               {3, "b", "se_above_threshold", "K562 standard error 0.7"},
                               {4, "c", "se_above_threshold", "K562 standard error 0.8"}});
  expect_error(ErrorKind::input, "t.tsv: all 3 rows are rejected, 2 of them as se_above_threshold (line 3: K562",
               [&] { check_usable(KeptElements{}, rejections, small_config(), "t.tsv"); });
}

TEST(UsableElements, IdsMustBeUnique) {
  MeasuredTable table = small_table({{}, {.activity = {3, 4}}, {}, {}});
  table.id = {"b", "a", "a", "b"};
  const KeptElements elements = build_elements(table, {0, 1, 2, 3}, small_config(), {.length = 10});
  expect_error(ErrorKind::input, "line 4, column ID: id 'a' is also on line 3 (2 rows repeat an id)",
               [&] { check_usable(elements, {}, small_config(), "t.tsv"); });
}

TEST(UsableElements, ATaskMustVary) {
  const MeasuredTable same = small_table({{.activity = {1, 2}}, {.activity = {5, 2}}});
  expect_error(ErrorKind::input, "column HepG2_l2fc: task HepG2 has the value 2 in all 2 kept rows", [&] {
    check_usable(build_elements(same, {0, 1}, small_config(), {.length = 10}), {}, small_config(), "t.tsv");
  });
  QcConfig config = small_config();
  config.allow_missing_tasks = true;
  const MeasuredTable none = small_table({{.activity = {1, kNan}}, {.activity = {5, kNan}}});
  expect_error(ErrorKind::input, "task HepG2 has no measured value",
               [&] { check_usable(build_elements(none, {0, 1}, config, {.length = 10}), {}, config, "t.tsv"); });
}

}  // namespace
}  // namespace cre
