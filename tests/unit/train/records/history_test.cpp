#include "train/records/history.h"

#include <gtest/gtest.h>

#include <cmath>

#include "train/example_records.h"

namespace cre {
namespace {

TEST(History, ALineHasAllPartsAndNoTimes) {
  EXPECT_EQ(history_line(example_record(3), kRecordTasks).dump(),
            R"({"epoch":3,"train_loss":0.5,"consistency":0.25,"motif_loss":0.125,"task_weights":[1.5,0.5],)"
            R"("val_loss":0.75,"lr":0.03125,"gradient_norm":2.0,"steps":7,"skipped_steps":2,)"
            R"("val":{"K562":{"pearson":0.5,"spearman":0.25,"rmse":1.0},)"
            R"("HepG2":{"pearson":null,"spearman":0.0,"rmse":2.0}},)"
            R"("val_pearson_mean":0.5,"val_mse_mean":2.5,"val_min_gap_mean":-0.5,)"
            R"("val_top_cell_share":0.75,"val_strand_pearson":null})");
}

TEST(History, TimingHasTheRate) {
  EXPECT_EQ(timing_line(example_record(3)).dump(),
            R"({"epoch":3,"train_seconds":2.0,"validation_seconds":0.5,"network_seconds":2.0,)"
            R"("samples_per_second":50.0})");
}

TEST(History, LinesGiveTheRecordBack) {
  const auto history = history_line(example_record(3), kRecordTasks), timing = timing_line(example_record(3));
  const EpochRecord record =
      record_of_lines(nlohmann::json::parse(history.dump()), nlohmann::json::parse(timing.dump()), kRecordTasks);
  EXPECT_EQ(history_line(record, kRecordTasks).dump(), history.dump());
  EXPECT_EQ(timing_line(record).dump(), timing.dump());
  EXPECT_TRUE(std::isnan(record.validation.tasks[1].pearson));
}

TEST(History, TheTableHasAColumnForEachNumber) {
  EpochRecord second = example_record(2);
  second.validation.tasks[1].pearson = 0.5;
  EXPECT_EQ(history_table({example_record(1), second}, kRecordTasks),
            "epoch\ttrain_loss\tconsistency\tmotif_loss\ttask_weights.0\ttask_weights.1\tval_loss\tlr\t"
            "gradient_norm\tsteps\tskipped_steps\tval.K562.pearson\tval.K562.spearman\tval.K562.rmse\t"
            "val.HepG2.pearson\tval.HepG2.spearman\tval.HepG2.rmse\tval_pearson_mean\tval_mse_mean\t"
            "val_min_gap_mean\tval_top_cell_share\tval_strand_pearson\n"
            "1\t0.5\t0.25\t0.125\t1.5\t0.5\t0.75\t0.03125\t2.0\t7\t2\t0.5\t0.25\t1.0\tNA\t0.0\t2.0\t0.5\t2.5\t-0.5\t"
            "0.75\tNA\n"
            "2\t0.5\t0.25\t0.125\t1.5\t0.5\t0.75\t0.03125\t2.0\t7\t2\t0.5\t0.25\t1.0\t0.5\t0.0\t2.0\t0.5\t2.5\t-0.5\t"
            "0.75\tNA\n");
  EXPECT_EQ(history_table({}, kRecordTasks), "");
}

EpochRecord with_pearsons(double first, double second) {
  EpochRecord record;
  record.validation.tasks = {{first, 0.0, 0.0}, {second, 0.0, 0.0}};
  return record;
}

const double kNotDefined = std::nan("");

TEST(History, StableTasksDidNotFallOverTheLastEpochs) {
  // Slopes of the last three: a (.2 - .4) / 2, b (.5 - .3) / 2; of the last two: a 0, b rises.
  const std::vector<EpochRecord> records = {with_pearsons(0.9, 0.9), with_pearsons(0.4, 0.3), with_pearsons(0.2, 0.1),
                                            with_pearsons(0.2, 0.5)};
  EXPECT_EQ(stable_share(records, 3), 0.5);
  EXPECT_EQ(stable_share(records, 2), 1.0);
  EXPECT_EQ(stable_share(records, 4), 0.0);
  EXPECT_EQ(stable_share(records, 100), 0.0);
}

TEST(History, TasksWithoutTwoCorrelationsAreNotStable) {
  const std::vector<EpochRecord> records = {with_pearsons(0.4, kNotDefined), with_pearsons(kNotDefined, 0.3),
                                            with_pearsons(0.5, kNotDefined)};
  EXPECT_EQ(stable_share(records, 3), 0.5);
}

TEST(History, OneEpochIsStable) {
  EXPECT_EQ(stable_share({with_pearsons(0.1, kNotDefined)}, 12), 1.0);
  EXPECT_EQ(stable_share({with_pearsons(0.2, 0.0), with_pearsons(0.1, 0.0)}, 1), 1.0);
}

TEST(History, UndefinedCorrelationsAreNull) {
  const Validation validation{.loss = 0.0, .tasks = {{0.5, 0.0, 0.0}, {std::nan(""), 0.0, 0.0}}, .pearson_mean = 0.5};
  EXPECT_EQ(pearson_by_task(validation, {"a", "b"}).dump(), R"({"a":0.5,"b":null})");
}

}  // namespace
}  // namespace cre
