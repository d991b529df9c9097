#include "table/quoted_records.h"

#include <fstream>

#include <gmock/gmock.h>

#include "core/text.h"
#include "temporary_folder.h"

namespace cre {
namespace {

using testing::ElementsAre;

/// All records as "line:text".
std::vector<std::string> records(const std::string& content, std::size_t block_bytes, std::size_t columns = 3) {
  const TemporaryFolder folder;
  std::ofstream(folder / "t.csv", std::ios::binary) << content;
  LineReader reader(folder / "t.csv", block_bytes);
  LineBlock block;
  std::vector<std::string> out;
  while (reader.next(block)) {
    join_records(block, reader, ',', columns);
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
      out.push_back(concat(block.line_number(i), ":", block.lines[i]));
    }
  }
  return out;
}

TEST(QuotedRecords, FieldsMayGoOverLinesAndBlocks) {
  const std::string content = "a,b,c\n1,\"x\n\ny\",2\r\n3,\"p\"\"\nq\",4\n5,\"r\",6\n\"7\n\",8,9";
  for (const std::size_t bytes : {1U, 2U, 7U, 20U, 1000U}) {
    EXPECT_THAT(records(content, bytes),
                ElementsAre("1:a,b,c", "2:1,\"x\n\ny\",2", "5:3,\"p\"\"\nq\",4", "7:5,\"r\",6", "8:\"7\n\",8,9"))
        << bytes;
  }
}

TEST(QuotedRecords, StrayQuotesSwallowNothing) {
  EXPECT_THAT(records("1,\"x,2\n3,y,4\n5,z,6\n", 1000), ElementsAre("1:1,\"x,2", "2:3,y,4", "3:5,z,6"));
  EXPECT_THAT(records("1,\"x,2\n3,y\" z,4\n", 1000), ElementsAre("1:1,\"x,2", "2:3,y\" z,4"));
  // The quote ends where a field may, but what it would take in are rows.
  EXPECT_THAT(records("1,\"x,2\n3,y,4\n5,z\",6\n", 1000), ElementsAre("1:1,\"x,2", "2:3,y,4", "3:5,z\",6"));
  EXPECT_THAT(records("1,5\",2\n3,\"y\",4\n", 1000), ElementsAre("1:1,5\",2", "2:3,\"y\",4"));
}

TEST(QuotedRecords, AQuoteIsOpenForSoManyLinesAtMost) {
  std::string rows = "1,\"x\n";
  for (std::size_t i = 2; i < kMostRecordLines; ++i) {
    rows += "\n";
  }
  EXPECT_EQ(records(rows + "\",2\n4,5,6\n", 64).size(), 2U);
  EXPECT_EQ(records(rows + "\n\",2\n4,5,6\n", 64).size(), kMostRecordLines + 2);
  EXPECT_EQ(records("1,\"\n" + std::string(kMostRecordBytes, 'x') + "\",2\n4,5,6\n", 1 << 16).size(), 3U);
}

}  // namespace
}  // namespace cre
