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
  for (int i = 0; i < 100'000; ++i) {
    content += std::to_string(i * 7919 % 10'007) + "\n";
  }
  write_gzip_file(folder / "a.gz", content);
  const std::string packed = read_text_file(folder / "a.gz");
  EXPECT_EQ(packed.substr(4, 4), std::string(4, '\0'));  // MTIME of RFC 1952
  gzFile file = gzopen((folder / "a.gz").c_str(), "rb");
  std::string back(content.size() + 10, '\0');
  back.resize(static_cast<std::size_t>(gzread(file, back.data(), static_cast<unsigned>(back.size()))));
  EXPECT_EQ(gzclose(file), Z_OK);
  EXPECT_EQ(back, content);
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
