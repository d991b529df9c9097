#include "train/records/history.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/text.h"

namespace cre {
namespace {

TEST(History, ALineHasAllPartsAndNoTimes) {
  const EpochSummary summary{.steps = 7,
                             .visits = 100,
                             .loss = 0.5,
                             .consistency = 0.25,
                             .motif_loss = 0.125,
                             .gradient_norm = 2.0,
                             .learning_rate = 0.001,
                             .task_weights = {1.5, 0.5},
                             .seconds = 12.5};
  const Validation validation{.loss = 0.75,
                              .tasks = {{0.5, 0.25, 1.0}, {std::nan(""), 0.0, 2.0}},
                              .pearson_mean = 0.5,
                              .mse_mean = 2.5,
                              .min_gap_mean = -0.5,
                              .top_cell_share = 0.75,
                              .strand_pearson = std::nan("")};
  EXPECT_EQ(history_line(3, summary, 2, validation, {"K562", "HepG2"}),
            R"({"epoch":3,"train_loss":0.5,"consistency":0.25,"motif_loss":0.125,"task_weights":[1.5,0.5],)"
            R"("val_loss":0.75,"lr":0.001,"gradient_norm":2.0,"steps":7,"skipped_steps":2,)"
            R"("val":{"K562":{"pearson":0.5,"spearman":0.25,"rmse":1.0},)"
            R"("HepG2":{"pearson":null,"spearman":0.0,"rmse":2.0}},)"
            R"("val_pearson_mean":0.5,"val_mse_mean":2.5,"val_min_gap_mean":-0.5,)"
            R"("val_top_cell_share":0.75,"val_strand_pearson":null})");
}

TEST(History, TheTableHasAColumnForEachNumber) {
  const std::vector<std::string> lines = {
      R"({"epoch":1,"task_weights":[1.5,0.5],"val":{"K562":{"pearson":0.25}},"val_strand_pearson":null})",
      R"({"epoch":2,"task_weights":[1.25,0.75],"val":{"K562":{"pearson":null}},"val_strand_pearson":0.5})"};
  EXPECT_EQ(history_table(lines),
            "epoch\ttask_weights.0\ttask_weights.1\tval.K562.pearson\tval_strand_pearson\n"
            "1\t1.5\t0.5\t0.25\tNA\n"
            "2\t1.25\t0.75\tNA\t0.5\n");
  EXPECT_EQ(history_table({}), "");
}

std::string pearson_line(const char* first, const char* second) {
  return concat(R"({"val":{"a":{"pearson":)", first, R"(},"b":{"pearson":)", second, "}}}");
}

TEST(History, StableTasksDidNotFallOverTheLastEpochs) {
  // Slopes of the last three: a (.2 - .4) / 2, b (.5 - .3) / 2; of the last two: a 0, b rises.
  const std::vector<std::string> lines = {pearson_line("0.9", "0.9"), pearson_line("0.4", "0.3"),
                                          pearson_line("0.2", "0.1"), pearson_line("0.2", "0.5")};
  EXPECT_EQ(stable_share(lines, {"a", "b"}, 3), 0.5);
  EXPECT_EQ(stable_share(lines, {"a", "b"}, 2), 1.0);
  EXPECT_EQ(stable_share(lines, {"a", "b"}, 4), 0.0);
  EXPECT_EQ(stable_share(lines, {"a", "b"}, 100), 0.0);
}

TEST(History, TasksWithoutTwoCorrelationsAreNotStable) {
  const std::vector<std::string> lines = {pearson_line("0.4", "null"), pearson_line("null", "0.3"),
                                          pearson_line("0.5", "null")};
  EXPECT_EQ(stable_share(lines, {"a", "b"}, 3), 0.5);
}

TEST(History, OneEpochIsStable) {
  EXPECT_EQ(stable_share({pearson_line("0.1", "null")}, {"a", "b"}, 12), 1.0);
  EXPECT_EQ(stable_share({pearson_line("0.2", "0"), pearson_line("0.1", "0")}, {"a", "b"}, 1), 1.0);
}

TEST(History, TimingHasTheRate) {
  EXPECT_EQ(timing_line(3, {.train = 2.0, .validation = 0.5, .network = 2.25}, 100),
            R"({"epoch":3,"train_seconds":2.0,"validation_seconds":0.5,"network_seconds":2.25,)"
            R"("samples_per_second":50.0})");
}

TEST(History, UndefinedCorrelationsAreNull) {
  const Validation validation{.loss = 0.0, .tasks = {{0.5, 0.0, 0.0}, {std::nan(""), 0.0, 0.0}}, .pearson_mean = 0.5};
  EXPECT_EQ(pearson_by_task(validation, {"a", "b"}).dump(), R"({"a":0.5,"b":null})");
}

}  // namespace
}  // namespace cre
