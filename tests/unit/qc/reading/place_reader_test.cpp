#include "qc/reading/place_reader.h"

#include <gmock/gmock.h>

#include "expect_error.h"

namespace cre {
namespace {

using testing::ElementsAre;

/// Reads rows of the fields place, end, strand.
class PlaceReaderTest : public testing::Test {
 protected:
  void read(const std::vector<std::vector<std::string_view>>& rows) {
    const PlaceReader reader(config_, columns_, missing_);
    facts_ = {};
    counts_ = {};
    std::int64_t line = 1;
    for (const auto& row : rows) {
      reader.add(row, ++line, facts_, counts_);
    }
  }
  QcColumns config_;
  TableColumns columns_;
  MissingWords missing_;
  PackedFacts facts_;
  PlaceCounts counts_;
};

TEST_F(PlaceReaderTest, RegionsCountFromOneUnlessSaidOtherwise) {
  config_.region = "place";
  columns_.region = 0;
  read({{"chr1:11-20:+"}, {"chr2:11..20(-)"}, {" chr3:1-1 "}, {"NA"}});
  EXPECT_THAT(facts_.chromosome, ElementsAre("chr1", "chr2", "chr3", ""));
  EXPECT_THAT(facts_.start, ElementsAre(10, 10, 0, kNoPosition));
  EXPECT_THAT(facts_.end, ElementsAre(20, 20, 1, kNoPosition));
  EXPECT_THAT(facts_.strand, ElementsAre(1, -1, 0, 0));
  EXPECT_EQ(counts_.read, 3);
  EXPECT_EQ(counts_.unreadable, 0);
  config_.start_base = 0;
  read({{"chr1:11-20"}, {"chr1:0-1"}});
  EXPECT_THAT(facts_.start, ElementsAre(11, 0));
  EXPECT_THAT(facts_.end, ElementsAre(20, 1));
}

TEST_F(PlaceReaderTest, WhatCannotBeReadIsCounted) {
  config_.region = "place";
  columns_.region = 0;
  read({{"chr1:5-10"}, {"chr1:0-10"}, {"chr1:10-9"}, {"somewhere"}, {""}});
  EXPECT_THAT(facts_.chromosome, ElementsAre("chr1", "", "", "", ""));
  EXPECT_THAT(facts_.start, ElementsAre(4, kNoPosition, kNoPosition, kNoPosition, kNoPosition));
  EXPECT_EQ(counts_.read, 1);
  EXPECT_EQ(counts_.unreadable, 3);
  EXPECT_EQ(place_note(counts_, config_),
            "qc.columns.region (column place): no place on the genome is read in 3 rows, for instance from 'chr1:0-10' "
            "(line 3); these rows stay without one");
  check_places(counts_, config_, "t.tsv");
  read({{"a"}, {""}});
  expect_error(ErrorKind::input,
               "t.tsv: qc.columns.region (column place): no place on the genome can be read in any row, for instance "
               "not from 'a' (line 2)",
               [&] { check_places(counts_, config_, "t.tsv"); });
  read({{""}, {"NA"}});
  check_places(counts_, config_, "t.tsv");
  EXPECT_EQ(place_note(counts_, config_), "");
}

TEST_F(PlaceReaderTest, APatternIsForTheIdWhereThereIsNoRegion) {
  config_.region_pattern = R"(__(?P<chromosome>chr\w+):(?P<start>\d+)\.\.(?P<end>\d+),(?P<strand>[+-])__)";
  config_.start_base = 0;
  columns_.id = 0;
  read({{"WILDTYPE__mrna.noflip.NA__chrY:16636329..16636443,+__1340.1.0.0"}, {"RANDOM__random_sequence__1.1"}});
  EXPECT_THAT(facts_.chromosome, ElementsAre("chrY", ""));
  EXPECT_THAT(facts_.start, ElementsAre(16636329, kNoPosition));
  EXPECT_THAT(facts_.end, ElementsAre(16636443, kNoPosition));
  EXPECT_THAT(facts_.strand, ElementsAre(1, 0));
  EXPECT_EQ(counts_.unreadable, 1);
  config_.region_pattern = R"((?P<chromosome>chr\w+))";
  read({{"a chr7"}});
  EXPECT_THAT(facts_.chromosome, ElementsAre("chr7"));
  EXPECT_TRUE(facts_.start.empty());
  EXPECT_TRUE(facts_.strand.empty());
}

TEST_F(PlaceReaderTest, ColumnsCountAsBedDoes) {
  config_.chromosome = "chrom";
  config_.start = "start";
  config_.end = "end";
  config_.strand = "strand";
  columns_.start = 0;
  columns_.end = 1;
  columns_.strand = 2;
  read({{"10", "20", "+"},
        {"10.0", "20.0", "-1"},
        {"NA", "NA", "."},
        {"10", "20", "?"},
        {"10", "x", "+"},
        {"20", "20", "+"}});
  EXPECT_THAT(facts_.start, ElementsAre(10, 10, kNoPosition, kNoPosition, kNoPosition, kNoPosition));
  EXPECT_THAT(facts_.end, ElementsAre(20, 20, kNoPosition, kNoPosition, kNoPosition, kNoPosition));
  EXPECT_THAT(facts_.strand, ElementsAre(1, -1, 0, 0, 0, 0));
  EXPECT_TRUE(facts_.chromosome.empty());  // read with the other texts
  EXPECT_EQ(counts_.read, 2);
  EXPECT_EQ(counts_.unreadable, 3);
  config_.start_base = 1;
  read({{"10", "20", "-"}});
  EXPECT_THAT(facts_.start, ElementsAre(9));
  EXPECT_THAT(facts_.strand, ElementsAre(-1));  // "-" is no missing value here
}

TEST_F(PlaceReaderTest, NothingIsReadThatIsNotAskedFor) {
  columns_.id = 0;
  read({{"chr1:5-10"}});
  EXPECT_TRUE(facts_.start.empty());
  EXPECT_TRUE(facts_.strand.empty());
  EXPECT_TRUE(facts_.chromosome.empty());
}

TEST(StartBaseNote, ComparesPlacesWithSequences) {
  MeasuredTable table;
  table.sequences.add("ACGTA");
  table.sequences.add("CGTAC");
  table.id = {"a", "b"};
  table.start = {9, 99};  // 10-15, 100-105 with starts from 1
  table.end = {15, 105};
  QcColumns config;
  config.region = "place";
  EXPECT_EQ(
      start_base_note(table, {0, 1}, config),
      "of 2 places on the genome 0 are as long as their sequences; with qc.columns.start_base: 0 they would be 2");
  table.start = {9, 100};
  EXPECT_EQ(start_base_note(table, {0, 1}, config), "");
  EXPECT_EQ(start_base_note(table, {1}, config), "");
  table.start = {};
  EXPECT_EQ(start_base_note(table, {0, 1}, config), "");
}

}  // namespace
}  // namespace cre
