#include "qc/merging/merge_duplicates.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "qc/build_elements.h"
#include "qc/duplicates.h"
#include "qc/small_table.h"

namespace cre {
namespace {

using testing::ElementsAre;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

KeptElements copies(const QcConfig& config) {
  // Lines 2 to 6; the first, third and fifth have one sequence.
  const MeasuredTable table =
      small_table({{.activity = {1, kNan}, .standard_error = {0.5, kNan}, .target_cell = "K562"},
                   {.sequence = "CCGTACGTAC"},
                   {.activity = {2, 4}, .standard_error = {1.0, 0.3}, .target_cell = "HepG2"},
                   {.sequence = "GCGTACGTAC"},
                   {.activity = {6, 8}, .standard_error = {1.0, 0.4}}});
  KeptElements elements = build_elements(table, {0, 1, 2, 3, 4}, config, {.length = 10});
  flag_duplicates(elements);
  return elements;
}

QcConfig merging(DuplicateMode mode) {
  QcConfig config = small_config();
  config.allow_missing_tasks = true;
  config.duplicates = mode;
  return config;
}

TEST(MergeDuplicates, KeepKeeps) {
  KeptElements elements = copies(merging(DuplicateMode::keep));
  EXPECT_TRUE(merge_duplicates(elements, merging(DuplicateMode::keep)).merged.empty());
  EXPECT_EQ(elements.rows(), 5U);
  EXPECT_EQ(elements.flags[0], kDuplicate);
}

TEST(MergeDuplicates, TheFirstCarriesAll) {
  QcConfig config = merging(DuplicateMode::mean);
  config.weights = WeightRule::inverse_variance;
  KeptElements elements = copies(config);
  const DuplicateMerge found = merge_duplicates(elements, config);
  EXPECT_THAT(elements.id, ElementsAre("e0", "e1", "e3"));
  ASSERT_EQ(elements.sequences.size(), 3U);
  EXPECT_EQ(elements.sequences.letters(2), "GCGTACGTAC");
  EXPECT_DOUBLE_EQ(elements.activity[0], 3.0);
  EXPECT_DOUBLE_EQ(elements.standard_error[0], 0.5);  // sqrt(0.25 + 1 + 1) / 3
  EXPECT_DOUBLE_EQ(elements.activity[1], 6.0);        // of the two copies that have it
  EXPECT_DOUBLE_EQ(elements.standard_error[1], 0.25);
  EXPECT_TRUE(elements.is_measured(1));
  EXPECT_NEAR(static_cast<double>(elements.weight(0)), 1.0 / 0.250001, 1e-6);
  EXPECT_THAT(elements.flags, ElementsAre(0U, 0U, 0U));
  EXPECT_EQ(elements.target_cell[0], 0);
  ASSERT_EQ(found.merged.size(), 2U);
  EXPECT_EQ(found.merged.line(0), 4);
  EXPECT_EQ(found.merged.code(0), kMergedDuplicate);
  EXPECT_EQ(found.merged.detail(1), "the sequence of e0, line 2");
  ASSERT_EQ(found.findings.size(), 1U);
  EXPECT_THAT(found.findings[0].text, testing::HasSubstr("target_cell (1 element, for instance lines 2 and 4)"));
}

TEST(MergeDuplicates, MedianAndInverseVariance) {
  KeptElements elements = copies(merging(DuplicateMode::median));
  merge_duplicates(elements, merging(DuplicateMode::median));
  EXPECT_EQ(elements.activity[0], 2.0);
  elements = copies(merging(DuplicateMode::inverse_variance));
  merge_duplicates(elements, merging(DuplicateMode::inverse_variance));
  EXPECT_DOUBLE_EQ(elements.activity[0], (4.0 * 1 + 2 + 6) / 6.0);
  EXPECT_DOUBLE_EQ(elements.standard_error[0], 1.0 / std::sqrt(6.0));
}

}  // namespace
}  // namespace cre
