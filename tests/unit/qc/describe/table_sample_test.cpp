#include "qc/describe/table_sample.h"

#include <fstream>

#include <gmock/gmock.h>

#include "expect_error.h"
#include "qc/describe/written_table.h"

namespace cre {
namespace {

using ::testing::ElementsAre;

class TableSampleTest : public testing::Test {
 protected:
  TableSample read(const std::string& content, const SampleLimits& limits = {}, const QcConfig& config = {}) {
    std::ofstream(folder_ / "t", std::ios::binary) << content;
    return read_sample(folder_ / "t", config, limits);
  }
  static std::vector<std::string> names(const TableSample& sample) {
    std::vector<std::string> out;
    for (const TextColumn& column : sample.columns) {
      out.push_back(column.name);
    }
    return out;
  }
  TemporaryFolder folder_;
};

const std::string kRows = "a,ACGTACGTACGT,1.5\nb,ACGTACGTACGA,2.5\n";

TEST_F(TableSampleTest, FindsTheHeaderBelowTitlesAndComments) {
  for (const std::string above :
       {"", "## made by\n", "Table 4. All elements, as measured\n", "Table 4,,\n,,\n", "\n\n"}) {
    const TableSample sample = read(above + "id,seq,value\n" + kRows);
    EXPECT_THAT(names(sample), ElementsAre("id", "seq", "value")) << above;
    EXPECT_EQ(sample.rows, 2) << above;
    EXPECT_EQ(sample.columns[1].at(1), "ACGTACGTACGA");
  }
  EXPECT_THAT(names(read("#id,seq,value\n" + kRows)), ElementsAre("id", "seq", "value"));
}

TEST_F(TableSampleTest, FindsTheDelimiter) {
  const TableSample sample = read("id;seq;value\na;ACGTACGTACGT;1,5\nb;ACGTACGTACGA;2,5\n");
  EXPECT_EQ(sample.delimiter, ';');
  EXPECT_TRUE(sample.decimal_commas);
  EXPECT_THAT(names(sample), ElementsAre("id", "seq", "value"));
  EXPECT_EQ(read("sep=;\nid;seq\na;ACGTACGTACGT\n").delimiter, ';');
  EXPECT_EQ(read("id|seq|v\na|ACGTACGTACGT|1\n").delimiter, '|');
  EXPECT_FALSE(read("id,seq,value\n" + kRows).decimal_commas);
  // Blanks and commas in texts are none, however many there are.
  const std::string texts = "name\tseq\tfrom\noligo 1 (a, b, c)\tACGTACGTACGT\tAn et al.\n";
  EXPECT_THAT(names(read(texts + "oligo 2 (a, b, c)\tACGTACGTACGA\tAn et al.\n")), ElementsAre("name", "seq", "from"));
}

TEST_F(TableSampleTest, ATableWithoutAHeaderHasNumbersForNames) {
  const TableSample sample = read(kRows);
  EXPECT_FALSE(sample.form.has_header);
  EXPECT_THAT(names(sample), ElementsAre("1", "2", "3"));
  EXPECT_EQ(sample.rows, 2);
}

TEST_F(TableSampleTest, RowNamesOfRAndEmptyEnds) {
  const TableSample named = read("id\tseq\n1\ta\tACGTACGTACGT\n2\tb\tACGTACGTACGA\n");
  EXPECT_TRUE(named.row_names);
  EXPECT_THAT(names(named), ElementsAre("", "id", "seq"));
  const TableSample ends = read("id,seq\na,ACGTACGTACGT,\nb,ACGTACGTACGA,\n");
  EXPECT_FALSE(ends.row_names);
  EXPECT_THAT(names(ends), ElementsAre("id", "seq", ""));
}

TEST_F(TableSampleTest, KeepsToItsLimits) {
  std::string content = "id,seq,value\n";
  for (int row = 0; row < 100; ++row) {
    content += concat("e", row, ",", made_up_sequence(row), ",1.5\n");
  }
  const TableSample all = read(content, {.rows = 100});
  EXPECT_EQ(all.rows, 100);
  EXPECT_TRUE(all.whole);
  const TableSample rows = read(content, {.rows = 99});
  EXPECT_EQ(rows.rows, 99);
  EXPECT_FALSE(rows.whole);
  EXPECT_EQ(read(content, {.fields = 30}).rows, 10);
  EXPECT_EQ(read(content, {.bytes = 48}).rows, 2);  // of 47 or 48 bytes
}

TEST_F(TableSampleTest, CountsLinesThatCannotBeSplit) {
  std::string content = "id,seq,value\n";
  for (int row = 0; row < 30; ++row) {
    content += concat("e", row, ",", made_up_sequence(row), row == 7 ? "\n" : ",1.5\n", row == 9 ? ",,\n" : "");
  }
  const TableSample sample = read(content);
  EXPECT_EQ(sample.malformed, 1);
  EXPECT_EQ(sample.rows, 29);
}

TEST_F(TableSampleTest, RefusesWhatIsNoTable) {
  expect_error(ErrorKind::input, "is empty", [&] { read(""); });
  expect_error(ErrorKind::input, "no line looks like the header", [&] { read("words and\nno table here at all\n"); });
  expect_error(ErrorKind::input, "a FASTA file", [&] { read(">a\nACGT\n>b\nACGTTT\n"); });
}

TEST_F(TableSampleTest, TakesTheHeaderLineThatIsGiven) {
  QcConfig config;
  config.header_line = 2;
  EXPECT_THAT(names(read("a,b,c\nid,seq,value\n" + kRows, {}, config)), ElementsAre("id", "seq", "value"));
}

}  // namespace
}  // namespace cre
