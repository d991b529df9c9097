#include "table/delimited_table.h"

#include <fstream>

#include <gmock/gmock.h>

#include "expect_error.h"
#include "table/column_map.h"
#include "temporary_folder.h"

namespace cre {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class DelimitedTableTest : public testing::Test {
 protected:
  fs::path file(const std::string& content) {
    std::ofstream(folder_ / "t", std::ios::binary) << content;
    return folder_ / "t";
  }
  TemporaryFolder folder_;
};

TEST_F(DelimitedTableTest, TellsTsvFromCsvByTheHeader) {
  DelimitedTable tsv(file("id\tname, first\n1\t2\n"));
  EXPECT_EQ(tsv.delimiter(), '\t');
  EXPECT_THAT(tsv.columns(), ElementsAre("id", "name, first"));
  DelimitedTable csv(file("\"id\", sequence ,x\n"));
  EXPECT_EQ(csv.delimiter(), ',');
  EXPECT_THAT(csv.columns(), ElementsAre("id", "sequence", "x"));
}

TEST_F(DelimitedTableTest, RowsFollowTheHeader) {
  DelimitedTable table(file("a,b\n1,2\n3,4\n"));
  LineBlock block;
  ASSERT_TRUE(table.next(block));
  EXPECT_EQ(block.first_line, 2);
  EXPECT_THAT(block.lines, ElementsAre("1,2", "3,4"));
  EXPECT_FALSE(table.next(block));
}

TEST_F(DelimitedTableTest, AHeaderAloneHasNoRows) {
  DelimitedTable table(file("a,b"));
  LineBlock block;
  EXPECT_FALSE(table.next(block));
}

TEST_F(DelimitedTableTest, BadHeaders) {
  expect_error(ErrorKind::input, "is empty", [&] { DelimitedTable table(file("")); });
  expect_error(ErrorKind::input, "is empty", [&] { DelimitedTable table(file("\n\n")); });
  expect_error(ErrorKind::input, "is no text",
               [&] { DelimitedTable table(file(std::string("\x89PNG\r\n\x1a\n\0x", 10))); });
  expect_error(ErrorKind::input, "does not end", [&] { DelimitedTable table(file("a,\"b\n")); });
}

TEST_F(DelimitedTableTest, FindsColumns) {
  const DelimitedTable table(file("id,sequence,K562_SE\n"));
  ColumnMap map(table);
  EXPECT_EQ(map.find(std::string("sequence"), "qc.columns.sequence"), 1U);
  EXPECT_EQ(map.find(std::optional<std::string>(), "qc.columns.group"), std::nullopt);
  EXPECT_EQ(map.find(std::optional<std::string>("K562_SE"), "x"), std::optional<std::size_t>(2));
  map.check();
}

TEST_F(DelimitedTableTest, AllMissingColumnsAreOneError) {
  const DelimitedTable table(file("id,sequence,K562_SE\n"));
  ColumnMap map(table);
  map.find(std::string("seqence"), "qc.columns.sequence");
  map.find(std::optional<std::string>("MinGap"), "qc.columns.min_gap");
  const std::string expected =
      "no column 'seqence' (qc.columns.sequence) (did you mean 'sequence'?), 'MinGap' (qc.columns.min_gap); "
      "columns present: id, sequence, K562_SE";
  expect_error(ErrorKind::input, expected, [&] { map.check(); });
}

}  // namespace
}  // namespace cre
