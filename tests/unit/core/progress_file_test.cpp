#include "core/progress_file.h"

#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/files.h"
#include "core/progress.h"
#include "temporary_folder.h"

namespace cre {
namespace {

class ProgressFile : public ::testing::Test {
 protected:
  ~ProgressFile() override { keep_progress_in({}); }
  bool is_there() const { return std::filesystem::exists(folder_ / kProgressName); }
  nlohmann::json content() const { return nlohmann::json::parse(read_text_file(folder_ / kProgressName)); }

  TemporaryFolder folder_;
};

TEST_F(ProgressFile, HasTheState) {
  keep_progress_in(folder_.path());
  write_progress({.label = "training",
                  .step = "epoch 5 of 12",
                  .note = "loss 0.4",
                  .unit = "elements",
                  .done = 40,
                  .total = 120,
                  .per_second = 2.5,
                  .seconds_left = 32.0,
                  .may_end_earlier = true});
  EXPECT_EQ(content(), nlohmann::json::parse(R"({"label": "training", "step": "epoch 5 of 12", "note": "loss 0.4",
      "unit": "elements", "done": 40, "total": 120, "per_second": 2.5, "seconds_left": 32.0, "may_end_earlier": true})"));
  write_progress({.label = "reading", .unit = "rows", .done = 7});
  EXPECT_EQ(content()["seconds_left"], nullptr);
  remove_progress();
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(ProgressFile, IsNowhereUntilAFolderIsNamedAndNoErrorWhereItCannotBeWritten) {
  write_progress({.label = "reading", .unit = "rows"});
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
  keep_progress_in(folder_ / "none");
  write_progress({.label = "reading", .unit = "rows"});
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(ProgressFile, OfAKilledProcessIsRemoved) {
  for (const char* name : {"progress.json", ".progress.json"}) {
    std::ofstream(folder_ / name) << "{";
  }
  keep_progress_in(folder_.path());
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(ProgressFile, IsThereWhileALongLoopRuns) {
  keep_progress_in(folder_.path());
  {
    Progress progress("training", 10, "elements");
    progress.resume_at(4);
    progress.may_end_earlier();
    progress.step("epoch 2 of 3");
    progress.advance(1);
    EXPECT_FALSE(is_there());  // what is quick needs none
    std::this_thread::sleep_for(std::chrono::milliseconds(1010));
    progress.advance(0);
    const nlohmann::json state = content();
    EXPECT_EQ(state["done"], 5);
    EXPECT_EQ(state["step"], "epoch 2 of 3");
    EXPECT_EQ(state["may_end_earlier"], true);
    // One element in more than a second: what was resumed is not in the rate.
    EXPECT_GT(state["per_second"].get<double>(), 0.0);
    EXPECT_LT(state["per_second"].get<double>(), 1.0);
    EXPECT_DOUBLE_EQ(state["seconds_left"].get<double>(), 5.0 / state["per_second"].get<double>());
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

}  // namespace
}  // namespace cre
