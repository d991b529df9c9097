#include "eval/external/external_rows.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/files.h"
#include "eval/external/external_tasks.h"
#include "eval/external/table_truth.h"
#include "expect_error.h"
#include "storage/elements.h"
#include "temporary_folder.h"

namespace cre {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::NanSensitiveDoubleEq;

class ExternalTables : public testing::Test {
 protected:
  KeyedTable table(const std::string& name, const std::string& text) {
    write_text_file(folder_ / name, text);
    return {folder_ / name, "--" + name};
  }
  Truth truth(const std::string& text, Split split = Split::test) {
    KeyedTable read = table("truth", text);
    return table_truth(read, possible_tasks(read), split);
  }
  PredictedTable predicted(const std::string& text, const std::vector<std::string>& tasks) {
    KeyedTable read = table("predicted", text);
    return predicted_table(read, tasks);
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(ExternalTables, AreJoinedById) {
  const Truth measured = truth(
      "id,A,B,A_se,target_cell,min_gap,group,split\n"
      "a,1,10,0.1,B,9,x,test\n"
      "b,2,20,,b,18,,test\n"
      "c,3,NA,0.3,C,27,x,test\n"
      "d,4,40,0.4,A,-36,x,train\n"
      "e,5,50,0.5,,45,y,test\n");
  const ExternalRows joined = external_rows(measured, predicted("id\tB\tA\tA_sd\tB_sd\n"
                                                                "e\t0.50\t0.5\t1\t2\n"
                                                                "z\t9\t9\t9\t9\n"
                                                                "d\t8\t8\t8\t8\n"
                                                                "c\t0.30\tNA\t3\t4\n"
                                                                "b\tNA\tNA\t7\t7\n"
                                                                "a\t0.10\t0.1\t5\t6\n",
                                                                {"A", "B"}));
  EXPECT_THAT(joined.rows.tasks, ElementsAre("A", "B"));
  EXPECT_THAT(joined.rows.id, ElementsAre("a", "c", "e"));
  EXPECT_THAT(joined.rows.line, ElementsAre(2, 4, 6));
  EXPECT_THAT(joined.rows.target_cell, ElementsAre(1, kUnknownCell, kUnknownCell));
  EXPECT_THAT(joined.rows.min_gap, ElementsAre(DoubleEq(9), NanSensitiveDoubleEq(NAN), DoubleEq(45)));
  // The gap of a row counts where all tasks are predicted.
  EXPECT_EQ(joined.rows.group[0], joined.rows.group[1]);
  EXPECT_NE(joined.rows.group[0], joined.rows.group[2]);
  const TaskColumn &a = joined.rows.task[0], &b = joined.rows.task[1];
  EXPECT_THAT(a.activity, ElementsAre(DoubleEq(1), NanSensitiveDoubleEq(NAN), DoubleEq(5)));  // c has no prediction
  EXPECT_THAT(a.standard_error, ElementsAre(0.1, 0.3, 0.5));
  EXPECT_THAT(b.activity, ElementsAre(DoubleEq(10), NanSensitiveDoubleEq(NAN), DoubleEq(50)));  // c is not measured
  EXPECT_THAT(b.predicted, ElementsAre(0.1, 0.3, 0.5));
  EXPECT_THAT(b.standard_error, testing::Each(NanSensitiveDoubleEq(NAN)));
  EXPECT_THAT(b.member_sd, ElementsAre(6, 4, 2));
  EXPECT_THAT(joined.unmatched.only_predicted, ElementsAre("z"));  // d is known: of another split
  EXPECT_THAT(joined.unmatched.only_measured, ElementsAre("b"));
  EXPECT_THAT(joined.unmatched.without_value, ElementsAre(1, 0));
  EXPECT_EQ(unmatched_table(joined.unmatched), "id\tside\nz\tonly_predicted\nb\tonly_measured\n");
}

TEST_F(ExternalTables, NeedNothingButIdsAndTasks) {
  const Truth measured = truth("id\tA\na\t1\nb\t2\n");
  EXPECT_FALSE(measured.split.has_value());
  EXPECT_THAT(measured.notes, ElementsAre(HasSubstr("all rows are evaluated")));
  const ExternalRows joined = external_rows(measured, predicted("id\tA\nb\t-2\na\t-1\n", {"A"}));
  EXPECT_THAT(joined.rows.task[0].predicted, ElementsAre(-1, -2));
  EXPECT_NE(joined.rows.group[0], joined.rows.group[1]);
  EXPECT_THAT(joined.rows.flags, IsEmpty());
  EXPECT_THAT(joined.rows.task[0].member_sd, IsEmpty());
  EXPECT_TRUE(std::isnan(joined.rows.task[0].scale));
}

TEST_F(ExternalTables, TakeTheRowsOfTheSplit) {
  const std::string text = "id\tA\tsplit\na\t1\tTest\nb\t2\tval\nc\t3\t\n";
  EXPECT_THAT(truth(text).rows.id, ElementsAre("a"));
  EXPECT_THAT(truth(text).elsewhere, ElementsAre("b", "c"));
  EXPECT_THAT(truth(text, Split::val).rows.id, ElementsAre("b"));
  expect_error(ErrorKind::input, "line 3, column split: 'dev' is no split; allowed: train, val, test",
               [&] { truth("id\tA\tsplit\na\t1\ttest\nb\t2\tdev\n"); });
}

TEST_F(ExternalTables, WithoutACommonRowAreRefused) {
  const Truth measured = truth("id\tA\tsplit\na\t1\ttest\nb\t2\ttrain\n");
  expect_error(ErrorKind::input, "'x' (line 2) here and 'a' (line 2) there",
               [&] { external_rows(measured, predicted("id\tA\nx\t1\n", {"A"})); });
  expect_error(ErrorKind::input, "predicts no row of split 'test'",
               [&] { external_rows(measured, predicted("id\tA\nb\t1\n", {"A"})); });
}

TEST_F(ExternalTables, AnIdTwiceIsRefusedWithBothLines) {
  expect_error(ErrorKind::input, "the id 'a' is there twice, in line 2 and in line 4",
               [&] { truth("id\tA\na\t1\nb\t2\n a \t3\n"); });
}

TEST_F(ExternalTables, TasksAreNeitherFurtherColumnsNorWhatStandsBesideATask) {
  const KeyedTable measured = table("truth", "id,A,A_se,sequence,B,min_gap,C_se,name\n");
  EXPECT_THAT(possible_tasks(measured), ElementsAre("A", "B", "C_se", "name"));
  const KeyedTable predictions = table("predicted", "B_sd,B,id,A,split,score\n");
  const CommonTasks common = common_tasks(possible_tasks(measured), measured.file(), predictions);
  EXPECT_THAT(common.tasks, ElementsAre("A", "B"));
  EXPECT_THAT(common.warnings, ElementsAre(HasSubstr("no measurements of that name: score"),
                                           HasSubstr("no predictions of that name: C_se, name")));
}

TEST_F(ExternalTables, SpreadCountsWhereEveryTaskHasIt) {
  const PredictedTable some = predicted("id,A,B,A_sd,A_low,A_high,B_low\na,1,2,3,0,2,1\n", {"A", "B"});
  EXPECT_THAT(some.task[0].sd, IsEmpty());
  EXPECT_THAT(some.task[0].low, IsEmpty());
  EXPECT_THAT(some.warnings, ElementsAre(HasSubstr("no column B_sd"), HasSubstr("no column B_high"),
                                         HasSubstr("need TASK_low and TASK_high")));
}

}  // namespace
}  // namespace cre
