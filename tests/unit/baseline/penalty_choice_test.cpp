#include "baseline/penalty_choice.h"

#include <cmath>
#include <limits>

#include "core/files.h"
#include "temporary_folder.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace cre {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

PenaltyPath path_with(const std::string& task, const std::vector<double>& mse) {
  return {.task = task, .validation_rows = 9, .pearson = mse, .mse = mse};
}

PenaltyPath path_without_rows(const std::string& task) {
  const std::vector<double> none(3, std::numeric_limits<double>::quiet_NaN());
  return {.task = task, .validation_rows = 0, .pearson = none, .mse = none};
}

std::vector<std::size_t> chosen(std::vector<PenaltyPath> paths) {
  choose_penalties(paths);
  std::vector<std::size_t> out;
  for (const PenaltyPath& path : paths) {
    out.push_back(path.chosen);
  }
  return out;
}

TEST(PenaltyPath, HandWorked) {
  const PenaltyPath path = penalty_path("A", {1, 2, 3}, {{1, 2, 3}, {4, 4, 4}, {3, 2, 1}});
  EXPECT_EQ(path.validation_rows, 3U);
  EXPECT_DOUBLE_EQ(path.pearson[0], 1.0);
  EXPECT_TRUE(std::isnan(path.pearson[1]));
  EXPECT_DOUBLE_EQ(path.pearson[2], -1.0);
  EXPECT_DOUBLE_EQ(path.mse[1], 14.0 / 3.0);
}

TEST(ChoosePenalties, TheSmallestErrorOfEachTask) {
  EXPECT_THAT(chosen({path_with("A", {0.3, 0.1, 0.2}), path_with("B", {0.1, 0.4, 0.2})}), ElementsAre(1, 0));
  EXPECT_THAT(chosen({path_with("A", {0.2, 0.2, 0.3})}), ElementsAre(1)) << "the larger one of equals";
}

TEST(ChoosePenalties, WithoutValidationRows) {
  // Relative errors of the others: 1 + 1.5, 2 + 1, 3 + 1.25.
  EXPECT_THAT(chosen({path_with("A", {10.0, 20.0, 30.0}), path_without_rows("B"), path_with("C", {0.6, 0.4, 0.5})}),
              ElementsAre(0, 0, 1));
  EXPECT_THAT(chosen({path_without_rows("A")}), ElementsAre(1));
  EXPECT_THAT(chosen({path_with("A", {0.0, 0.0, 0.0}), path_without_rows("B")}), ElementsAre(2, 1));
}

TEST(WarnOfChoices, EndsOfThePathAndChoicesByOthers) {
  const TemporaryFolder folder;
  StageRun stage({.tool = "cre-baseline", .folder = folder / "out", .config = {}, .command_line = {}});
  std::vector<PenaltyPath> paths = {path_with("A", {0.1, 0.2, 0.3}), path_with("B", {0.3, 0.1, 0.2}),
                                    path_with("C", {0.3, 0.2, 0.1}), path_without_rows("D")};
  choose_penalties(paths);
  warn_of_choices(paths, {0.5, 1.0, 2.0}, stage);
  stage.finish();
  const auto manifest = nlohmann::json::parse(read_text_file(folder / "out/manifest.json"));
  EXPECT_THAT(manifest["warnings"].get<std::vector<std::string>>(),
              ElementsAre(HasSubstr("task A: the best penalty is the smallest of baseline.penalties, 0.5"),
                          HasSubstr("task C: the best penalty is the largest of baseline.penalties, 2"),
                          HasSubstr("task D: has no measured validation rows to choose a penalty by")));
}

TEST(WarnOfChoices, ASinglePenaltyIsNoEnd) {
  const TemporaryFolder folder;
  StageRun stage({.tool = "cre-baseline", .folder = folder / "out", .config = {}, .command_line = {}});
  warn_of_choices({path_with("A", {0.3})}, {1.0}, stage);
  stage.finish();
  EXPECT_EQ(nlohmann::json::parse(read_text_file(folder / "out/manifest.json"))["warnings"].size(), 0U);
}

}  // namespace
}  // namespace cre
