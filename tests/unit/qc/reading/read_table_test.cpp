#include "qc/reading/read_table.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <gmock/gmock.h>

#include "core/text.h"
#include "expect_error.h"
#include "qc/small_table.h"
#include "storage/elements.h"
#include "temporary_folder.h"

namespace cre {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kHeader = "ID,sequence,target_cell,K562_l2fc,HepG2_l2fc,K562_lfcSE,HepG2_lfcSE,MinGap,extra\n";

class ReadTableTest : public testing::Test {
 protected:
  ParsedLines read(const std::string& content, const QcConfig& config = lenient(), unsigned threads = 2) {
    std::ofstream(folder_ / "t.csv", std::ios::binary) << content;
    return read_table(folder_ / "t.csv", config, threads);
  }
  static QcConfig lenient() {
    QcConfig config = small_config();
    config.max_malformed_fraction = 1.0;
    return config;
  }
  TemporaryFolder folder_;
};

TEST_F(ReadTableTest, ReadsEveryColumn) {
  const ParsedLines rows = read(std::string(kHeader) + "e1, acgT ,hepg2,1.5,-2,0.1,0.2,-3.5,x\n");
  ASSERT_EQ(rows.table.rows(), 1U);
  EXPECT_EQ(rows.table.id[0], "e1");
  EXPECT_EQ(rows.table.line[0], 2);
  EXPECT_EQ(rows.table.sequence(0), "ACGT");
  EXPECT_EQ(rows.table.cell_name[0], "hepg2");
  EXPECT_EQ(rows.table.target_cell[0], 1);
  EXPECT_EQ(rows.table.activity_of(0, 0), 1.5);
  EXPECT_EQ(rows.table.activity_of(0, 1), -2.0);
  EXPECT_EQ(rows.table.standard_error_of(0, 1), 0.2);
  EXPECT_EQ(rows.table.min_gap[0], -3.5);
  EXPECT_TRUE(rows.table.group_name.empty());
}

TEST_F(ReadTableTest, ReadsTheFirstRowsWhenAskedTo) {
  std::string content = kHeader;
  for (int i = 0; i < 5000; ++i) {
    content += concat("e", i, ",ACGT,K562,1,2,.1,.2,0,x\n");
  }
  std::ofstream(folder_ / "t.csv", std::ios::binary) << content;
  const ParsedLines rows = read_table(folder_ / "t.csv", lenient(), 2, 3000);
  EXPECT_EQ(rows.table.rows(), 3000U);
  EXPECT_EQ(rows.table.id[rows.table.rows() - 1], "e2999");
  EXPECT_EQ(read_table(folder_ / "t.csv", lenient(), 2).table.rows(), 5000U);
}

TEST_F(ReadTableTest, BadLinesSayWhatIsWrongWithThem) {
  const ParsedLines rows = read(std::string(kHeader) +
                                "e1,ACGT,K562,1,2,.1,.2,0,x\n"
                                "e2,ACGT,K562,1\n"
                                "e3,ACGT,K562,1,2,.1,.2,0,x,y\n"
                                "e4,ACGT,K562,1,abc,.1,.2,0,x\n"
                                "e5,ACGT,K562,1,2,.1,.2,?,x\n"
                                ",ACGT,K562,1,2,.1,.2,0,x\n"
                                "\n"
                                "e8,\"ACGT,K562,1,2,.1,.2,0,x\n"
                                "e9,ACGT,K562,NA,,.1,,,x\n");
  EXPECT_THAT(rows.table.id, ElementsAre("e1", "e9"));
  EXPECT_TRUE(std::isnan(rows.table.activity_of(1, 0)));
  EXPECT_TRUE(std::isnan(rows.table.standard_error_of(1, 1)));
  EXPECT_TRUE(std::isnan(rows.table.min_gap[1]));
  std::vector<std::string> found;
  for (const Rejection& r : rows.malformed) {
    found.push_back(concat(r.line, " ", r.id, ": ", r.detail));
  }
  EXPECT_THAT(found, ElementsAre("3 e2: 4 fields, the header has 9", "4 e3: 10 fields, the header has 9",
                                 "5 e4: column HepG2_l2fc: 'abc' is not a number",
                                 "6 e5: column MinGap: '?' is not a number", "7 : column ID: the id is empty",
                                 "8 : empty line", "9 e8: a quoted field does not end on its line"));
}

TEST_F(ReadTableTest, WithoutIdColumnRowsAreNumbered) {
  QcConfig config = lenient();
  config.columns.id.reset();
  const ParsedLines rows = read(std::string(kHeader) + "x,A,K562,1,2,.1,.2,0,x\nbad\nx,A,K562,1,2,.1,.2,0,x\n", config);
  EXPECT_THAT(rows.table.id, ElementsAre("row1", "row3"));
  EXPECT_EQ(rows.malformed[0].id, "row2");
}

TEST_F(ReadTableTest, GroupsAndSplitsThatAreMissingAreEmpty) {
  QcConfig config = lenient();
  config.columns.group = config.columns.split = "extra";
  std::string text = kHeader;
  for (const char* value : {"wt__chr1:50", " NA", ".", "", "n/a", "<NA>", "-", "None", "0"}) {
    text += concat("a,A,K562,1,2,.1,.2,0,", value, "\n");
  }
  const MeasuredTable table = read(text, config).table;
  EXPECT_THAT(table.group_name, ElementsAre("wt__chr1:50", "", "", "", "", "", "", "", "0"));
  EXPECT_TRUE(std::ranges::equal(table.published_split, table.group_name));
}

TEST_F(ReadTableTest, TooManyMalformedLinesStop) {
  std::string text = kHeader;
  for (int i = 0; i < 198; ++i) {
    text += concat("e", i, ",ACGT,K562,1,2,.1,.2,0,x\n");
  }
  QcConfig config = small_config();  // 1 %
  EXPECT_EQ(read(text + "bad\nbad\n", config).malformed.size(), 2U);
  expect_error(ErrorKind::input,
               "line 200: 1 field, the header has 9; 3 of 201 lines are malformed like this (1.5 %), allowed are 1 %",
               [&] { read(text + "bad\nbad\nbad\n", config); });
  expect_error(ErrorKind::input, "2 of 2 lines are malformed", [&] { read(std::string(kHeader) + "bad\nbad\n"); });
}

TEST_F(ReadTableTest, MissingColumnsAndEmptyTables) {
  expect_error(ErrorKind::input, "no column 'HepG2_lfcSE' (qc.tasks[1].standard_error)",
               [&] { read("ID,sequence,target_cell,K562_l2fc,HepG2_l2fc,K562_lfcSE,MinGap\n"); });
  expect_error(ErrorKind::input, "has a header line but no rows", [&] { read(kHeader); });
  expect_error(ErrorKind::input, "is empty", [&] { read(""); });
}

TEST_F(ReadTableTest, ThreadsDoNotMatter) {
  std::string text = kHeader;
  for (int i = 0; i < 10000; ++i) {
    text += i % 500 == 7 ? "short\n"
                         : concat("e", i, ",", std::string(static_cast<std::size_t>(i % 5), 'A'), ",K562,", i, ",", -i,
                                  ",.1,.2,0,x\n");
  }
  const ParsedLines one = read(text, lenient(), 1);
  const ParsedLines three = read(text, lenient(), 3);
  EXPECT_EQ(one.table.rows(), 9980U);
  EXPECT_TRUE(std::ranges::equal(one.table.id, three.table.id));
  for (std::size_t row = 0; row < one.table.rows(); ++row) {
    EXPECT_EQ(one.table.sequence(row), three.table.sequence(row));
  }
  EXPECT_TRUE(std::ranges::equal(one.table.activity, three.table.activity));
  EXPECT_EQ(one.malformed.size(), three.malformed.size());
  EXPECT_EQ(one.table.sequence(4), "AAAA");
}

}  // namespace
}  // namespace cre
