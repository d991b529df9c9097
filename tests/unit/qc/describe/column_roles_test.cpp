#include "qc/describe/column_roles.h"

#include <gmock/gmock.h>

#include "qc/describe/written_table.h"

namespace cre {
namespace {

using ::testing::ElementsAre;
using Fields = std::vector<std::string>;

TEST(ColumnRoles, OfATableWithEverything) {
  const std::string table = table_of(
      "ID\tchrom\tstart\tstrand\tlocus\tset\tseq\tdesign_cell\tK562_log2FC\tHepG2_log2FC\tHepG2_SE\tK562_SE\tMinGap\t"
      "n_barcodes\tpval\tkind",
      [](int row) {
        return Fields{concat("e", row),
                      concat("chr", row % 5 + 1),
                      concat(1000 + row),
                      row % 2 == 0 ? "+" : "-",
                      concat("L", row / 2),
                      row % 10 == 0   ? "test"
                      : row % 10 == 1 ? "val"
                                      : "train",
                      made_up_sequence(row),
                      row % 2 == 0 ? "k-562" : "HEPG2",
                      made_up_number(row),
                      made_up_number(row + 7),
                      fixed_text(0.1 + 0.001 * row, 3),
                      fixed_text(0.2 + 0.001 * row, 3),
                      made_up_number(row + 9),
                      concat(10 + row % 7),
                      fixed_text(0.01 * row, 2),
                      row % 3 == 0 ? "enhancer" : "promoter"};
      });
  const TableDescription found = described(table);
  EXPECT_THAT(roles_of(found),
              ElementsAre("id", "chromosome", "start", "strand", "group", "split", "sequence", "target cell",
                          "activity of K562", "activity of HepG2", "standard error of HepG2", "standard error of K562",
                          "minimum gap", "count", "p-value", "annotation"));
  const QcConfig& qc = found.suggestion.qc;
  ASSERT_EQ(qc.tasks.size(), 2U);
  EXPECT_EQ(qc.tasks[0].standard_error, "K562_SE");
  EXPECT_EQ(qc.tasks[1].standard_error, "HepG2_SE");
  EXPECT_EQ(qc.columns.group, "locus");
  EXPECT_EQ(qc.columns.min_gap, "MinGap");
}

TEST(ColumnRoles, WhatIsLessCertainIsMaybe) {
  const std::string table = table_of("x\tdna_seq\tK562\tHepG2\tGC", [](int row) {
    return Fields{concat("e", row), made_up_sequence(row), made_up_number(row), made_up_number(row + 3),
                  fixed_text(0.3 + 0.01 * row, 3)};
  });
  EXPECT_THAT(roles_of(described(table)),
              ElementsAre("id, maybe", "sequence", "activity of K562, maybe", "activity of HepG2, maybe", ""));
}

TEST(ColumnRoles, ReplicatesAndDeviations) {
  const std::string table = table_of("id\tseq\tK562_rep1\tK562_rep2\tK562_sd", [](int row) {
    return Fields{concat("e", row), made_up_sequence(row), made_up_number(row), made_up_number(row + 3),
                  fixed_text(0.1 + 0.001 * row, 3)};
  });
  const TableDescription found = described(table);
  EXPECT_THAT(roles_of(found), ElementsAre("id", "sequence", "replicate of K562, maybe", "replicate of K562, maybe",
                                           "standard deviation of K562, maybe"));
  // A standard deviation is no standard error; that comes from the replicates.
  EXPECT_EQ(found.suggestion.qc.tasks.at(0).standard_error, std::nullopt);
  EXPECT_THAT(found.suggestion.qc.tasks.at(0).activity.texts, ElementsAre("K562_rep1", "K562_rep2"));
  EXPECT_THAT(found.suggestion.comments.at("qc.columns"),
              ElementsAre(::testing::Not(::testing::HasSubstr("K562_rep1"))));
}

TEST(ColumnRoles, TasksThatWereNamedAreNotGuessed) {
  const std::string table = table_of("id\tseq\tmean\tn\tother_log2FC\tx_SE", [](int row) {
    return Fields{concat("e", row),        made_up_sequence(row),   made_up_number(row),
                  made_up_number(row + 3), made_up_number(row + 5), fixed_text(0.1 + 0.001 * row, 3)};
  });
  QcConfig given;
  given.tasks = {{"WT-rep1", std::vector<std::string>{"mean", "n"}, std::nullopt}, {"B", "other_log2FC", "x_SE"}};
  const TableDescription found = described(table, given);
  EXPECT_THAT(roles_of(found), ElementsAre("id", "sequence", "replicate of WT-rep1", "replicate of WT-rep1",
                                           "activity of B", "standard error of B"));
  ASSERT_EQ(found.suggestion.qc.tasks.size(), 2U);
  EXPECT_EQ(found.suggestion.qc.tasks[0].name, "WT-rep1");
  EXPECT_EQ(found.suggestion.qc.tasks[0].activity.text(), "mean, n");
  EXPECT_EQ(found.suggestion.qc.tasks[1].standard_error, "x_SE");
  given.tasks[1].activity = "gone";
  EXPECT_EQ(described(table, given).suggestion.qc.tasks.at(0).name, "other");
}

TEST(ColumnRoles, TheMeanIsTheTaskWhereReplicatesStandBeside) {
  const std::string table = table_of("id\tseq\tK562_l2fc_rep1\tK562_l2fc_rep2\tK562_l2fc", [](int row) {
    return Fields{concat("e", row), made_up_sequence(row), made_up_number(row), made_up_number(row + 3),
                  made_up_number(row + 5)};
  });
  const TableDescription found = described(table);
  EXPECT_THAT(roles_of(found),
              ElementsAre("id", "sequence", "replicate of K562", "replicate of K562", "activity of K562"));
  EXPECT_EQ(found.suggestion.qc.tasks.at(0).activity.text(), "K562_l2fc");
}

TEST(ColumnRoles, TheSequenceIsTheLongOne) {
  const std::string table = table_of("id\tbarcode\tref\talt\toligo\tactivity", [](int row) {
    return Fields{concat("e", row),
                  made_up_sequence(row + 100, 15),
                  std::string(1, "ACGT"[row % 4]),
                  row % 5 == 0 ? "-" : std::string(1, "CGTA"[row % 4]),
                  made_up_sequence(row, 60),
                  made_up_number(row)};
  });
  EXPECT_THAT(roles_of(described(table)),
              ElementsAre("id", "another sequence", "allele", "allele", "sequence", "activity"));
}

TEST(ColumnRoles, ManyNumbersWithoutANameAreFeatures) {
  std::string header = "id\tseq";
  for (int i = 0; i < 9; ++i) {
    header += concat("\twindow_", static_cast<char>('a' + i));
  }
  const std::string table = table_of(header, [](int row) {
    Fields fields = {concat("e", row), made_up_sequence(row)};
    for (int i = 0; i < 9; ++i) {
      fields.push_back(made_up_number(row + i));
    }
    return fields;
  });
  const TableDescription found = described(table);
  EXPECT_TRUE(found.table.roles.tasks.empty());
  EXPECT_THAT(found.suggestion.unusable, ::testing::HasSubstr("no column holds activities"));
}

}  // namespace
}  // namespace cre
