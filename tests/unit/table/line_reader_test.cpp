#include "table/line_reader.h"

#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>

#include "core/digest.h"
#include "core/files.h"
#include "core/random.h"
#include "core/text.h"
#include "expect_error.h"
#include "temporary_folder.h"

namespace cre {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using testing::ElementsAre;

/// All lines as "number:text".
std::vector<std::string> numbered_lines(const fs::path& file, std::size_t block_bytes = 1 << 16) {
  LineReader reader(file, block_bytes);
  LineBlock block;
  std::vector<std::string> out;
  while (reader.next(block)) {
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
      out.push_back(concat(block.line_number(i), ":", block.lines[i]));
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

TEST_F(LineReaderTest, AVeryLongLineIsAnErrorWithItsNumber) {
  const std::string almost(kLongestLine - 1, 'A');
  LineReader reader(file("a\n" + almost + "\nb\n"));
  LineBlock block;
  std::size_t longest = 0;
  while (reader.next(block)) {
    for (const std::string_view line : block.lines) {
      longest = std::max(longest, line.size());
    }
  }
  EXPECT_EQ(longest, almost.size());
  const auto read = [this](const std::string& content) {
    return [this, content] { numbered_lines(file(content), 1 << 23); };
  };
  expect_error(ErrorKind::input, "t.tsv: line 2: has 64 MB and more", read("a\n" + almost + "A\nb\n"));
  expect_error(ErrorKind::input, "t.tsv: line 3: has 64 MB and more", read("a\nb\n" + almost + almost + "\n"));
}

TEST_F(LineReaderTest, DigestsTheFileAsItIsOnDisk) {
  std::string content;
  for (int i = 0; i < 30'000; ++i) {
    content += concat("line ", i, "\r\n");
  }
  for (const fs::path& path : {file(content), gzip(content), file("\xEF\xBB\xBF" + content), file("")}) {
    for (const bool to_the_end : {true, false}) {
      LineReader reader(path, 4096);
      LineBlock block;
      while (reader.next(block) && to_the_end) {
      }
      EXPECT_EQ(reader.sha256(), sha256_of_file(path)) << path << to_the_end;
    }
  }
}

TEST_F(LineReaderTest, EmptyLinesCount) {
  EXPECT_THAT(numbered_lines(file("a\n\nb\n")), ElementsAre("1:a", "2:", "3:b"));
  EXPECT_THAT(numbered_lines(file("a\n\r\n\n")), ElementsAre("1:a", "2:", "3:"));
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

// The ends of members fall on every place around the ends of what is read from the file at once (256 KiB).
TEST_F(LineReaderTest, ManyGzipMembers) {
  RandomStream random(RandomPurpose::simulation, 8);
  std::vector<std::string> texts, members;
  for (int i = 0; i < 40; ++i) {
    std::string text;
    for (std::uint64_t left = random.below(150); left > 0; --left) {
      text += static_cast<char>(' ' + random.below(90));
    }
    texts.push_back(text + "\n");
    members.push_back(read_text_file(gzip(texts.back())));
  }
  for (int round = 0; round < 15; ++round) {
    std::string expected, packed;
    while (packed.size() < 600'000) {
      const std::size_t i = random.below(members.size());
      expected += texts[i];
      packed += members[i];
    }
    EXPECT_EQ(read_all(file(packed)), expected);
  }
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

TEST_F(LineReaderTest, OldMacintoshLineEnds) {
  for (const std::size_t bytes : {1U, 2U, 5U, 1000U}) {
    EXPECT_THAT(numbered_lines(file("a\rb\r\rc\r"), bytes), ElementsAre("1:a", "2:b", "3:", "4:c"));
    EXPECT_THAT(numbered_lines(file("a\rb\r\nc\n"), bytes), ElementsAre("1:a", "2:b", "3:c"));
  }
  EXPECT_THAT(numbered_lines(file("\"a\nb\"\rc\r")), ElementsAre("1:\"a", "2:b\"", "3:c"));
  // A CR within a line is no line end where lines end otherwise, and a line end may be written twice.
  EXPECT_THAT(numbered_lines(file("a\nb\rc\n")), ElementsAre("1:a", "2:b\rc"));
  EXPECT_THAT(numbered_lines(file("a\r\r\nb\r\r\n")), ElementsAre("1:a", "2:b"));
}

TEST_F(LineReaderTest, Utf16) {
  const std::string little =
      "\xFF\xFE"
      "a\0\n\0\xE9\0\n\0"s;
  const std::string big = "\xFE\xFF\0a\0\n\0\xE9\0\n"s;
  for (const std::size_t bytes : {1U, 3U, 1000U}) {
    EXPECT_THAT(numbered_lines(file(little), bytes), ElementsAre("1:a", "2:\xC3\xA9"));
    EXPECT_THAT(numbered_lines(gzip(big), bytes), ElementsAre("1:a", "2:\xC3\xA9"));
  }
  const fs::path cut = file(little.substr(0, little.size() - 1));
  expect_error(ErrorKind::input, "is UTF-16 text that ends within a character", [&] { numbered_lines(cut); });
  const fs::path wide = file("\xFF\xFE\0\0a\0\0\0"s);
  expect_error(ErrorKind::input, "is UTF-32 text", [&] { numbered_lines(wide); });
}

TEST_F(LineReaderTest, ANulByteIsAnErrorWithItsLine) {
  const fs::path damaged = file("a\nb\nc\0d\n"s);
  expect_error(ErrorKind::input, "t.tsv: line 3: is no text (a NUL byte)", [&] { numbered_lines(damaged); });
}

TEST_F(LineReaderTest, LinesCanBeGivenBack) {
  LineReader reader(file("a\nbb\nccc\ndddd\n"), 8);
  LineBlock block;
  ASSERT_TRUE(reader.next(block));
  ASSERT_GE(block.lines.size(), 2U);
  reader.put_back(block, 1);
  EXPECT_THAT(block.lines, ElementsAre("a"));
  ASSERT_TRUE(reader.next(block));
  EXPECT_EQ(block.first_line, 2);
  EXPECT_EQ(block.lines.front(), "bb");
}

constexpr std::size_t kEndMarkerBytes = 28;

/// A block of BGZF: a gzip member that says in its header how long it is.
std::string bgzf_block(const std::string& gzip_member) {
  std::string block = gzip_member.substr(0, 3) + "\x04" + gzip_member.substr(4, 6) + "\x06\0BC\x02\0??"s;
  block += gzip_member.substr(10);
  block[16] = static_cast<char>((block.size() - 1) % 256);
  block[17] = static_cast<char>((block.size() - 1) / 256);
  return block;
}

const std::string kEndMarker = "\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0\x1b\0\x03\0\0\0\0\0\0\0\0\0"s;

TEST_F(LineReaderTest, BgzfNeedsItsEndMarker) {
  ASSERT_EQ(kEndMarker.size(), kEndMarkerBytes);
  const std::string member = read_text_file(gzip("c\n"));
  const std::string one = bgzf_block(read_text_file(gzip("a\nb\n")));
  const std::string two = bgzf_block(member);
  EXPECT_THAT(numbered_lines(file(one + two + kEndMarker)), ElementsAre("1:a", "2:b", "3:c"));
  EXPECT_THAT(numbered_lines(file(one + kEndMarker + two + kEndMarker)), ElementsAre("1:a", "2:b", "3:c"));
  EXPECT_THAT(numbered_lines(file(one + kEndMarker + member)), ElementsAre("1:a", "2:b", "3:c"));
  EXPECT_THAT(numbered_lines(file(one + kEndMarker + std::string(512, '\0'))), ElementsAre("1:a", "2:b"));
  for (const std::string& cut : {one, one + two, one + kEndMarker + two, one + member, one + std::string(9, '\0')}) {
    const fs::path truncated = file(cut);
    expect_error(ErrorKind::input, "truncated, the BGZF end marker is missing", [&] { numbered_lines(truncated); });
  }
  const fs::path cut_marker = file(one + kEndMarker.substr(0, kEndMarkerBytes - 1));
  expect_error(ErrorKind::input, "ends in the middle", [&] { numbered_lines(cut_marker); });
}

TEST_F(LineReaderTest, WhatFollowsAGzipStream) {
  const std::string whole = read_text_file(gzip("a\nb\n"));
  EXPECT_THAT(numbered_lines(file(whole + std::string(700000, '\0'))), ElementsAre("1:a", "2:b"));
  const std::string place = concat("broken gzip stream at byte ", whole.size() + 2, ": the byte 120 follows");
  const fs::path other = file(whole + "\0\0xyz"s);
  expect_error(ErrorKind::input, place, [&] { numbered_lines(other); });
  const fs::path line_end = file(whole + "\n");
  expect_error(ErrorKind::input, "the byte 10 follows the compressed data", [&] { numbered_lines(line_end); });
  const fs::path late = file(whole + std::string(700000, '\0') + whole);
  expect_error(ErrorKind::input, "the byte 31 follows the compressed data", [&] { numbered_lines(late); });
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
