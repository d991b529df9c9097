#include "storage/row_cells.h"

#include <gmock/gmock.h>

namespace cre {
namespace {

using testing::ElementsAre;

TEST(RowCells, FreeNamesDiffer) {
  EXPECT_EQ(free_name("batch", {"gc"}), "batch");
  EXPECT_EQ(free_name("gc", {"gc"}), "gc (column)");
  EXPECT_EQ(free_name("gc", {"gc", "gc (column)"}), "gc (column) (column)");
}

TEST(RowCells, SayWhatIsKnown) {
  RowFacts facts;
  facts.id = {"a", "b"};
  EXPECT_TRUE(fact_headings(facts, {"id"}).empty());
  EXPECT_EQ(fact_cells(facts, 0), "");
  facts.chromosome = {"chr1", ""};
  facts.strand = {1, -1};
  facts.strata = {{"id", {"x\ny"}, {0, kNoLevel}}};
  EXPECT_THAT(fact_headings(facts, {"id"}), ElementsAre("chromosome", "strand", "id (column)"));
  EXPECT_EQ(fact_cells(facts, 0), "\tchr1\t+\tx y");
  EXPECT_EQ(fact_cells(facts, 1), "\tNA\t-\tNA");
  facts.start = {5, kNoPosition};
  facts.end = {9, kNoPosition};
  EXPECT_THAT(fact_headings(facts, {}), ElementsAre("chromosome", "start", "end", "strand", "id"));
  EXPECT_EQ(fact_cells(facts, 0), "\tchr1\t5\t9\t+\tx y");
}

TEST(FewLevels, TheRarestAreOne) {
  const Stratum all{"batch", {"a", "b", "c", "d", "e"}, {0, 1, 1, 2, 3, 3, kNoLevel, 3}};  // 1, 2, 1, 3, none
  const Stratum same = few_levels(all, 4);
  EXPECT_THAT(same.levels, ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(same.level, ElementsAre(0, 1, 1, 2, 3, 3, kNoLevel, 3));
  const Stratum few = few_levels(all, 3);
  EXPECT_EQ(few.name, "batch");
  EXPECT_THAT(few.levels, ElementsAre("b", "d", "other (2 values)"));
  EXPECT_THAT(few.level, ElementsAre(2, 0, 0, 2, 1, 1, kNoLevel, 1));
}

}  // namespace
}  // namespace cre
