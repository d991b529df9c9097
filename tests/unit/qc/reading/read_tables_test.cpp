#include "qc/reading/read_tables.h"

#include <fstream>

#include <gmock/gmock.h>

#include "core/digest.h"
#include "expect_error.h"
#include "qc/small_table.h"
#include "temporary_folder.h"

namespace cre {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class ReadTablesTest : public testing::Test {
 protected:
  ReadTablesTest() {
    config_.tasks = {{"K562", "y", std::nullopt}};
    config_.columns.id = "id";
    config_.columns.target_cell = config_.columns.min_gap = std::nullopt;
    config_.max_malformed_fraction = 0.5;
  }
  fs::path write(const std::string& name, const std::string& content) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return folder_ / name;
  }
  ParsedLines read(const std::vector<fs::path>& files, unsigned threads) {
    return read_tables(files, config_, threads,
                       [this](const fs::path&, const auto& read_one) { digests_.push_back(read_one()); });
  }
  QcConfig config_;
  TemporaryFolder folder_;
  std::vector<std::string> digests_;
};

TEST_F(ReadTablesTest, JoinsTablesWhoseColumnsHaveAnotherOrder) {
  config_.strata = {"library"};
  const fs::path a = write("a.tsv", "id\tsequence\ty\tlibrary\ne1\tAC\t1\tL1\ne2\tGT\tx\tL1\ne3\tCC\t3\tL2\n");
  const fs::path b = write("b.csv", "library,y,id,sequence\nL2,4,e4,AA\n,5,e5,TT\n");
  const ParsedLines rows = read({a, b}, 2);
  const MeasuredTable& table = rows.table;
  EXPECT_THAT(table.id, ElementsAre("e1", "e3", "e4", "e5"));
  EXPECT_THAT(digests_, ElementsAre(sha256_of_file(a), sha256_of_file(b)));
  EXPECT_THAT(table.line, ElementsAre(2, 4, 2, 3));
  EXPECT_THAT(table.activity, ElementsAre(1, 3, 4, 5));
  EXPECT_EQ(table.sequence(2), "AA");
  EXPECT_THAT(table.sources, ElementsAre("a.tsv", "b.csv"));
  EXPECT_EQ(source_of(table, 1), 0U);
  EXPECT_EQ(source_of(table, 2), 1U);
  ASSERT_EQ(table.strata.size(), 2U);
  EXPECT_EQ(table.strata[0].name, "source");
  EXPECT_THAT(table.strata[0].levels, ElementsAre("a.tsv", "b.csv"));
  EXPECT_THAT(table.strata[0].level, ElementsAre(0, 0, 1, 1));
  EXPECT_EQ(table.strata[1].name, "library");
  EXPECT_THAT(table.strata[1].levels, ElementsAre("L1", "L2"));
  EXPECT_THAT(table.strata[1].level, ElementsAre(0, 1, 1, kNoLevel));
  EXPECT_EQ(line_text(table, 2), "line 2 of b.csv");
  ASSERT_EQ(rows.malformed.size(), 1U);
  EXPECT_EQ(rows.malformed[0].line, 3);
  EXPECT_EQ(rows.malformed[0].source, 0U);
}

TEST_F(ReadTablesTest, OneTableIsAsItIs) {
  const ParsedLines rows = read({write("a.tsv", "id\tsequence\ty\ne1\tAC\t1\n")}, 1);
  EXPECT_TRUE(rows.table.sources.empty());
  EXPECT_TRUE(rows.table.strata.empty());
  EXPECT_EQ(source_of(rows.table, 0), 0U);
  EXPECT_EQ(line_text(rows.table, 0), "line 2");
}

TEST_F(ReadTablesTest, RowNumbersSayTheTable) {
  config_.columns.id = std::nullopt;
  const ParsedLines rows =
      read({write("x/a.tsv", "sequence\ty\nAC\t1\n"), write("y/a.tsv", "sequence\ty\nGT\t2\nCC\tq\n")}, 1);
  EXPECT_THAT(rows.table.id, ElementsAre("table1_row1", "table2_row1"));
  EXPECT_THAT(rows.table.sources, ElementsAre("a.tsv", "a.tsv (2)"));
  EXPECT_EQ(rows.malformed[0].id, "table2_row2");
  EXPECT_EQ(rows.malformed[0].source, 1U);
}

TEST_F(ReadTablesTest, RefusesWhatDoesNotGoTogether) {
  const fs::path a = write("a.tsv", "id\tsequence\ty\ne1\tAC\t1\n");
  const fs::path b = write("b.tsv", "id\tsequence\tz\ne1\tAC\t1\n");
  expect_error(ErrorKind::input, "b.tsv: no column 'y' (qc.tasks[0].activity)", [&] { read({a, b}, 1); });
  expect_error(ErrorKind::usage, "is given twice", [&] { read({a, folder_ / "." / "a.tsv"}, 1); });
  config_.strata = {"source"};
  expect_error(ErrorKind::config, "qc.strata: 'source' is the stratum of the files", [&] { read({a, b}, 1); });
}

}  // namespace
}  // namespace cre
