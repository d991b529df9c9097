#include "core/files.h"

#include <zlib.h>

#include "expect_error.h"
#include "temporary_folder.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

std::size_t count_entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(Files, WritesAndReplacesWhole) {
  const TemporaryFolder folder;
  write_text_file(folder / "a.txt", "first");
  write_text_file(folder / "a.txt", "second");
  EXPECT_EQ(read_text_file(folder / "a.txt"), "second");
  EXPECT_EQ(count_entries(folder.path()), 1U);
}

TEST(Files, AnAbandonedFileLeavesNothingAndKeepsTheOld) {
  const TemporaryFolder folder;
  write_text_file(folder / "a.txt", "old");
  {
    const PendingFile pending(folder / "a.txt");
    EXPECT_TRUE(fs::exists(pending.path()));
    EXPECT_EQ(pending.path().parent_path(), folder.path());  // rename must not cross file systems
  }
  EXPECT_EQ(read_text_file(folder / "a.txt"), "old");
  EXPECT_EQ(count_entries(folder.path()), 1U);
}

TEST(Files, MissingFolderIsAnErrorThatNamesTheFile) {
  const TemporaryFolder folder;
  expect_error(ErrorKind::io, "no-folder/a.txt: cannot be written: No such file or directory",
               [&] { write_text_file(folder / "no-folder/a.txt", "x"); });
}

TEST(Files, GzipReadsBackAndHasNoTimeInIt) {
  const TemporaryFolder folder;
  std::string content;
  for (int i = 0; i < 700'000; ++i) {  // several blocks
    content += std::to_string(i * 7919LL % 10'007) + "\n";
  }
  write_gzip_file(folder / "a.gz", content);
  write_gzip_file(folder / "b.gz", content, 3);
  EXPECT_EQ(read_text_file(folder / "a.gz"), read_text_file(folder / "b.gz"));
  const std::string packed = read_text_file(folder / "a.gz");
  EXPECT_EQ(packed.substr(4, 4), std::string(4, '\0'));  // MTIME of RFC 1952
  gzFile file = gzopen((folder / "a.gz").c_str(), "rb");
  std::string back(content.size() + 10, '\0');
  back.resize(static_cast<std::size_t>(gzread(file, back.data(), static_cast<unsigned>(back.size()))));
  EXPECT_EQ(gzclose(file), Z_OK);
  EXPECT_EQ(back, content);
}

TEST(Files, GzipOfAWholeNumberOfBlocks) {
  const TemporaryFolder folder;
  for (const std::size_t bytes : {(1U << 20U) - 1, 1U << 20U, 1U << 21U, (1U << 21U) + 1}) {
    const std::string content(bytes, 'x');
    write_gzip_file(folder / "a.gz", content, 2);
    gzFile file = gzopen((folder / "a.gz").c_str(), "rb");
    std::string back(bytes + 1, '\0');
    EXPECT_EQ(gzread(file, back.data(), static_cast<unsigned>(back.size())), static_cast<int>(bytes));
    EXPECT_EQ(gzclose(file), Z_OK);
    back.pop_back();
    EXPECT_EQ(back, content);
  }
}

TEST(Files, EmptyGzip) {
  const TemporaryFolder folder;
  write_gzip_file(folder / "a.gz", "");
  gzFile file = gzopen((folder / "a.gz").c_str(), "rb");
  char byte = 0;
  EXPECT_EQ(gzread(file, &byte, 1), 0);
  EXPECT_EQ(gzclose(file), Z_OK);
}

TEST(Files, OutputFolderIsMadeWithParents) {
  const TemporaryFolder folder;
  make_output_folder(folder / "a/b/c");
  EXPECT_TRUE(fs::is_directory(folder / "a/b/c"));
  EXPECT_EQ(count_entries(folder / "a/b/c"), 0U);
}

TEST(Files, OutputFolderBelowAFile) {
  const TemporaryFolder folder;
  write_text_file(folder / "a", "x");
  expect_error(ErrorKind::io, "the output folder cannot be made", [&] { make_output_folder(folder / "a/b"); });
}

TEST(Files, MissingFileToRead) {
  expect_error(ErrorKind::io, "nowhere.txt: cannot be opened: No such file", [] { read_text_file("nowhere.txt"); });
}

}  // namespace
}  // namespace cre
