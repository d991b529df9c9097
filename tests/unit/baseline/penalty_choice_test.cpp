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

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

PenaltyPath path_with(const std::string& task, const std::vector<double>& pearson) {
  return {.task = task, .validation_rows = 9, .pearson = pearson, .mse = pearson};
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

TEST(ChoosePenalties, TheBestOfEachTask) {
  EXPECT_THAT(chosen({path_with("A", {0.1, 0.3, 0.2}), path_with("B", {0.4, kNone, -0.1})}), ElementsAre(1, 0));
  EXPECT_THAT(chosen({path_with("A", {0.3, 0.3, 0.2})}), ElementsAre(1)) << "the larger one of equals";
}

TEST(ChoosePenalties, WithoutACorrelation) {
  const std::vector<double> none = {kNone, kNone, kNone};
  // Means of the others: .2, .25, .4.
  EXPECT_THAT(chosen({path_with("A", {0.3, 0.2, 0.1}), path_with("B", none), path_with("C", {0.1, 0.3, 0.7})}),
              ElementsAre(0, 2, 2));
  EXPECT_THAT(chosen({path_with("A", none)}), ElementsAre(1));
}

TEST(WarnOfChoices, EndsOfThePathAndChoicesByOthers) {
  const TemporaryFolder folder;
  StageRun stage({.tool = "cre-baseline", .folder = folder / "out", .config = {}, .command_line = {}});
  std::vector<PenaltyPath> paths = {path_with("A", {0.3, 0.2, 0.1}), path_with("B", {0.1, 0.3, 0.2}),
                                    path_with("C", {0.1, 0.2, 0.3}), path_with("D", {kNone, kNone, kNone})};
  choose_penalties(paths);
  warn_of_choices(paths, {0.5, 1.0, 2.0}, stage);
  stage.finish();
  const auto manifest = nlohmann::json::parse(read_text_file(folder / "out/manifest.json"));
  EXPECT_THAT(manifest["warnings"].get<std::vector<std::string>>(),
              ElementsAre(HasSubstr("task A: the best penalty is the smallest of baseline.penalties, 0.5"),
                          HasSubstr("task C: the best penalty is the largest of baseline.penalties, 2"),
                          HasSubstr("task D: no penalty can be chosen by its 9 rows of validation")));
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
