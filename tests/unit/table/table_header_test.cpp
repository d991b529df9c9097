#include "table/table_header.h"

#include <gmock/gmock.h>

#include "core/text.h"
#include "expect_error.h"
#include "table/column_names.h"

namespace cre {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const TableForm kWanted = {.names = {"ID", "sequence", "x"}};

TableHeader header_of(const std::string& content, const TableForm& form = kWanted) {
  LineBlock block;
  block.text.assign(content.begin(), content.end());
  std::string_view text(block.text.data(), block.text.size());
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    block.lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return find_header(block, form, "t.csv");
}

TEST(TableHeader, TheDelimiterIsThatWhichGivesTheNames) {
  for (const char delimiter : {'\t', ',', ';', '|', ' '}) {
    std::string line = "ID?sequence?x?y";
    std::replace(line.begin(), line.end(), '?', delimiter);
    EXPECT_EQ(header_of(line + "\n1\n").delimiter, delimiter);
  }
  EXPECT_EQ(header_of("ID,sequence,x,\"a;b\tc\"\n").delimiter, ',');
  EXPECT_EQ(header_of("ID;sequence;x;a,b,c,d,e,f\n").delimiter, ';');
}

TEST(TableHeader, CommentsAndTitlesStandAboveIt) {
  const TableHeader header = header_of("## made by a tool\n##\nTable 4, all\n,,\n\nID,sequence,x\n1,A,2\n");
  EXPECT_EQ(header.line, 6);
  EXPECT_EQ(header.lines_passed, 6U);
  EXPECT_THAT(header.notes, ElementsAre("the header is line 6; what is above it was passed over"));
  EXPECT_THAT(header_of("#ID\tsequence\tx\n").names, ElementsAre("ID", "sequence", "x"));
  EXPECT_THAT(header_of("# ID\tsequence\tx\n").names, ElementsAre("ID", "sequence", "x"));
  EXPECT_THAT(header_of("#ID\tx\n", {.names = {"#ID", "x"}}).names, ElementsAre("#ID", "x"));
}

TEST(TableHeader, ACommentThatListsTheColumnsIsNotTheHeader) {
  const TableHeader header = header_of("# ID\tsequence\tx\nID\tsequence\tx\n1\tA\t2\n");
  EXPECT_EQ(header.line, 2);
  EXPECT_EQ(header.lines_passed, 2U);
  EXPECT_EQ(header_of("#ID,sequence,x\n\"ID\"\tsequence\tx\n1\tA\t2\n").delimiter, '\t');
}

TEST(TableHeader, BlanksThatCannotBeSeenDoNotHideAName) {
  const TableHeader header = header_of(
      "\xEF\xBB\xBF"
      "ID,sequence\xC2\xA0,log2\xC2\xA0"
      "FC\xE2\x80\x8B\n",
      {.names = {"ID", "sequence", "log2 FC"}});
  EXPECT_EQ(header.names_found, 3U);
}

TEST(TableHeader, TheLineOfSpreadsheetsNamesTheDelimiter) {
  EXPECT_THAT(header_of("sep=;\nID;sequence;x\n").names, ElementsAre("ID", "sequence", "x"));
  EXPECT_THAT(header_of("\"sep=|\"\nID|sequence|x\n").names, ElementsAre("ID", "sequence", "x"));
  EXPECT_THAT(header_of("sep=\t\nID\tsequence\tx\n").names, ElementsAre("ID", "sequence", "x"));
}

TEST(TableHeader, MayGoOverLines) {
  const TableHeader header = header_of("ID,\"sequence\n(insert)\",\"x\r\nlog2\"\n1,A,2\n", {.names = {"x log2"}});
  EXPECT_EQ(header.lines_passed, 3U);
  EXPECT_EQ(header.names_found, 1U);
}

TEST(TableHeader, OfAGivenLine) {
  const std::string content = "ID,sequence,x\nunits,,log2\nID2,sequence,x\n1,A,2\n";
  EXPECT_EQ(header_of(content).line, 1);
  EXPECT_EQ(header_of(content, {.names = kWanted.names, .header_line = 3}).names.front(), "ID2");
  expect_error(ErrorKind::input, "has 4 lines, the header should be line 9",
               [&] { header_of(content, {.names = kWanted.names, .header_line = 9}); });
}

TEST(TableHeader, WithoutOneColumnsAreNumbers) {
  const TableForm form = {.names = {"1", "2", "4"}, .header_line = {}, .has_header = false};
  const TableHeader commas = header_of("##c\ne1,A,0.1,2\ne2,C,0.2,3\n", form);
  EXPECT_THAT(commas.names, ElementsAre("1", "2", "3", "4"));
  EXPECT_EQ(commas.lines_passed, 1U);
  EXPECT_EQ(commas.names_found, 3U);
  EXPECT_EQ(header_of("e1;A;0,1;2,5\ne2;C;0,2;3,5\n", form).delimiter, ';');
  EXPECT_EQ(header_of("e1\tA\t0,1\t2,5\ne2\tC\t0,2\t3,5\n", form).delimiter, '\t');
}

TEST(TableHeader, WhereNamesAreMissingTheBestLineIsTaken) {
  const TableHeader some = header_of("Table 4,,\nID,seq,x\n1,A,2\n");
  EXPECT_EQ(some.line, 2);
  EXPECT_EQ(some.names_found, 2U);
  const TableHeader none = header_of("Table 4,,,\nname;oligo;value\n1;A;2\n2;C;3\n");
  EXPECT_EQ(none.line, 2);
  EXPECT_EQ(none.delimiter, ';');
  EXPECT_EQ(header_of(">e1\nACGT\n").kind, "a FASTA file");
  expect_error(ErrorKind::input, "line 1 (header): a quoted field does not end", [&] { header_of("a,\"b\n1,2\n"); });
}

TEST(ColumnNames, BlanksAndLineEndsDoNotCount) {
  const std::vector<std::string> header = {"ID",  "K562_l2fc\n(log2 RNA/DNA)", "a  b", "c", "c", "SE\nof d", "e\nf",
                                           "e\ng"};
  EXPECT_EQ(find_name(header, "K562_l2fc(log2 RNA/DNA)").index, 1U);
  EXPECT_EQ(find_name(header, "K562_l2fc (log2\r\n RNA/DNA)").index, 1U);
  EXPECT_FALSE(find_name(header, "K562_l2fc (log2 RNA/DNA)").by_first_line);
  EXPECT_TRUE(find_name(header, "K562_l2fc").by_first_line);
  EXPECT_EQ(find_name(header, "a b").count, 1U);
  EXPECT_EQ(find_name(header, "c").count, 2U);
  EXPECT_EQ(find_name(header, "e").count, 2U);
  EXPECT_EQ(find_name(header, "ID ").count, 1U);
  EXPECT_EQ(find_name(header, "id").count, 0U);
  EXPECT_EQ(find_name(header, "").count, 0U);
}

}  // namespace
}  // namespace cre
