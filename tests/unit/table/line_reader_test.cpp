#include "table/line_reader.h"

#include <fstream>

#include <gmock/gmock.h>

#include "core/files.h"
#include "core/text.h"
#include "expect_error.h"
#include "temporary_folder.h"

namespace cre {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

/// All lines as "number:text".
std::vector<std::string> numbered_lines(const fs::path& file, std::size_t block_bytes = 1 << 16) {
  LineReader reader(file, block_bytes);
  LineBlock block;
  std::vector<std::string> out;
  while (reader.next(block)) {
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
      out.push_back(concat(block.first_line + static_cast<std::int64_t>(i), ":", block.lines[i]));
    }
  }
  return out;
}

class LineReaderTest : public testing::Test {
 protected:
  fs::path file(const std::string& content) {
    std::ofstream(folder_ / "t.tsv", std::ios::binary) << content;
    return folder_ / "t.tsv";
  }
  fs::path gzip(const std::string& content) {
    write_gzip_file(folder_ / "t.tsv.gz", content);
    return folder_ / "t.tsv.gz";
  }
  TemporaryFolder folder_;
};

TEST_F(LineReaderTest, LineEndsAndByteOrderMark) {
  EXPECT_THAT(numbered_lines(file("a\nb\n")), ElementsAre("1:a", "2:b"));
  EXPECT_THAT(numbered_lines(file("a\r\nb\r\n")), ElementsAre("1:a", "2:b"));
  EXPECT_THAT(numbered_lines(file("a\nb")), ElementsAre("1:a", "2:b"));
  EXPECT_THAT(numbered_lines(file("\xEF\xBB\xBF"
                                  "a\nb\n")),
              ElementsAre("1:a", "2:b"));
}

TEST_F(LineReaderTest, EmptyLinesCountUnlessAtTheEnd) {
  EXPECT_THAT(numbered_lines(file("a\n\nb\n")), ElementsAre("1:a", "2:", "3:b"));
  EXPECT_THAT(numbered_lines(file("a\n\r\n\n\n")), ElementsAre("1:a"));
  EXPECT_THAT(numbered_lines(file("\n\n")), ElementsAre());
  EXPECT_THAT(numbered_lines(file("")), ElementsAre());
}

TEST_F(LineReaderTest, BlockSizeNeverShows) {
  std::string text;
  std::vector<std::string> expected;
  for (int i = 1; i <= 60; ++i) {
    const std::string line = i % 7 == 0 ? "" : std::string(static_cast<std::size_t>(i % 13), 'x') + std::to_string(i);
    text += line + (i % 2 == 0 ? "\n" : "\r\n");
    expected.push_back(concat(i, ":", line));
  }
  const fs::path plain = file(text);
  const fs::path packed = gzip(text);
  for (const std::size_t bytes : {1U, 2U, 3U, 7U, 64U, 1000U, 100000U}) {
    EXPECT_EQ(numbered_lines(plain, bytes), expected) << bytes;
    EXPECT_EQ(numbered_lines(packed, bytes), expected) << bytes;
  }
}

TEST_F(LineReaderTest, GzipIsToldByItsBytesAndMayHaveSeveralMembers) {
  const std::string one = read_text_file(gzip("a\nb\n"));
  const std::string two = read_text_file(gzip("c\n"));
  EXPECT_THAT(numbered_lines(file(one + two)), ElementsAre("1:a", "2:b", "3:c"));
}

TEST_F(LineReaderTest, EveryTruncationOfAGzipFileIsAnError) {
  const std::string whole = read_text_file(gzip("header\nrow\nrow\n"));
  for (std::size_t bytes = 2; bytes < whole.size(); ++bytes) {
    const fs::path cut = file(whole.substr(0, bytes));
    expect_error(ErrorKind::input, "ends in the middle", [&] { numbered_lines(cut); });
  }
}

TEST_F(LineReaderTest, ADamagedGzipFileIsAnErrorWithItsPlace) {
  std::string bytes = read_text_file(gzip(std::string(5000, 'A') + "\n" + std::string(300, 'C')));
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 0x40);  // in the checksum
  const fs::path damaged = file(bytes);
  expect_error(ErrorKind::input, "t.tsv: broken gzip stream at byte", [&] { numbered_lines(damaged); });
}

TEST_F(LineReaderTest, MissingFilesAndFolders) {
  expect_error(ErrorKind::io, "cannot be opened", [&] { LineReader reader(folder_ / "none.tsv"); });
  expect_error(ErrorKind::io, "is a folder", [&] { LineReader reader(folder_.path()); });
}

TEST(ReadAll, PlainAndGzip) {
  const TemporaryFolder folder;
  const std::string content(1000000, 'x');
  write_text_file(folder / "plain", content);
  EXPECT_EQ(read_all(folder / "plain"), content);
  write_gzip_file(folder / "packed", content);
  EXPECT_EQ(read_all(folder / "packed"), content);
  write_text_file(folder / "empty", "");
  EXPECT_EQ(read_all(folder / "empty"), "");
}

}  // namespace
}  // namespace cre
