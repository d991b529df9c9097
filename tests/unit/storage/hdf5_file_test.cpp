#include "storage/hdf5_file.h"

#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>

#include "core/digest.h"
#include "core/files.h"
#include "expect_error.h"
#include "temporary_folder.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

void write_example(const fs::path& file) {
  Hdf5Writer writer(file, {"example", 3});
  writer.write("/group/numbers", std::vector<double>{1.5, -2.0, 3.25, 4.0, 5.0, 6.0}, {2, 3});
  writer.write("/small", std::vector<std::uint8_t>{1, 2, 3}, {3});
  writer.write("/signed", std::vector<std::int16_t>{-1, 7}, {2});
  writer.write("/texts", std::vector<std::string>{"a", "", "longer text"});
  writer.write("/empty", std::vector<float>{}, {0, 4});
  writer.describe("/small", "three numbers");
  writer.attribute("name", "value");
  writer.close();
}

TEST(Hdf5, ReadsBackWhatWasWritten) {
  const TemporaryFolder folder;
  write_example(folder / "a.h5");
  const Hdf5Reader reader(folder / "a.h5", {"example", 3});
  std::vector<double> numbers;
  reader.read("/group/numbers", numbers, {2, 3});
  EXPECT_EQ(numbers, (std::vector<double>{1.5, -2.0, 3.25, 4.0, 5.0, 6.0}));
  std::vector<std::int16_t> numbers16;
  reader.read("/signed", numbers16, {2});
  EXPECT_EQ(numbers16, (std::vector<std::int16_t>{-1, 7}));
  std::vector<float> empty{1.0F};
  reader.read("/empty", empty, {0, 4});
  EXPECT_TRUE(empty.empty());
  EXPECT_EQ(reader.read_texts("/texts", 3), (std::vector<std::string>{"a", "", "longer text"}));
  EXPECT_EQ(reader.text_attribute("name"), "value");
  EXPECT_EQ(reader.shape("/group/numbers"), (Shape{2, 3}));
  EXPECT_EQ(reader.shape("/texts"), Shape{3});
  EXPECT_EQ(reader.datasets("/group"), std::vector<std::string>{"numbers"});
  EXPECT_TRUE(reader.has("/group/numbers"));
  EXPECT_FALSE(reader.has("/group/other"));
  EXPECT_FALSE(reader.has("/none/other"));
}

TEST(Hdf5, EqualContentGivesEqualBytesLater) {
  const TemporaryFolder folder;
  write_example(folder / "a.h5");
  // HDF5 stores times in whole seconds: two files within one second prove nothing.
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  write_example(folder / "b.h5");
  EXPECT_EQ(sha256_of_file(folder / "a.h5"), sha256_of_file(folder / "b.h5"));
}

TEST(Hdf5, NothingIsVisibleBeforeClose) {
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "a.h5", {"example", 1});
    writer.write("/x", std::vector<float>{1.0F}, {1});
    EXPECT_FALSE(fs::exists(folder / "a.h5"));
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Hdf5, AFlippedBitInTheDataIsAnError) {
  const TemporaryFolder folder;
  std::vector<float> values(1000);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<float>(i) + 0.5F;
  }
  {
    Hdf5Writer writer(folder / "a.h5", {"example", 1});
    writer.write("/x", values, {1000});
    writer.close();
  }
  std::string bytes = read_text_file(folder / "a.h5");
  std::string needle(40, '\0');
  std::memcpy(needle.data(), &values[500], needle.size());
  const std::size_t at = bytes.find(needle);
  ASSERT_NE(at, std::string::npos);
  bytes[at + 5] = static_cast<char>(bytes[at + 5] ^ 1);
  write_text_file(folder / "a.h5", bytes);
  const Hdf5Reader reader(folder / "a.h5", {"example", 1});
  std::vector<float> read;
  expect_error(ErrorKind::integrity, "dataset /x cannot be read: its checksum does not match",
               [&] { reader.read("/x", read, {1000}); });
}

TEST(Hdf5, ALongTextCostsItsOwnLength) {
  const TemporaryFolder folder;
  std::vector<std::string> texts(20000, "el");
  texts[7].assign(30000, 'x');
  texts[7] += "\xC3\xA9";
  texts[8] = "";
  for (const std::size_t count : {texts.size(), std::size_t{1}, std::size_t{0}}) {
    texts.resize(count);
    Hdf5Writer writer(folder / "a.h5", {"example", 1});
    writer.write("/deep/texts", texts);
    writer.close();
    const Hdf5Reader reader(folder / "a.h5", {"example", 1});
    EXPECT_EQ(reader.read_texts("/deep/texts", count), texts);
    EXPECT_LT(fs::file_size(folder / "a.h5"), 300000U);
    expect_error(ErrorKind::integrity, "dataset /deep/texts/offsets has shape",
                 [&] { reader.read_texts("/deep/texts", count + 1); });
  }
}

TEST(Hdf5, AFlippedBitInATextIsAnError) {
  const TemporaryFolder folder;
  const std::vector<std::string> texts = {"a text to look for", "another"};
  {
    Hdf5Writer writer(folder / "a.h5", {"example", 1});
    writer.write("/texts", texts);
    writer.close();
  }
  std::string bytes = read_text_file(folder / "a.h5");
  bytes[bytes.find(texts[0]) + 3] ^= 4;
  write_text_file(folder / "a.h5", bytes);
  const Hdf5Reader reader(folder / "a.h5", {"example", 1});
  expect_error(ErrorKind::integrity, "dataset /texts/bytes cannot be read: its checksum does not match",
               [&] { reader.read_texts("/texts", 2); });
}

TEST(Hdf5, OffsetsMustFitTheirBytes) {
  const TemporaryFolder folder;
  for (const std::vector<std::int64_t>& offsets :
       {std::vector<std::int64_t>{0, 2, 9}, {0, 3, 2}, {1, 2, 2}, {0, -1, 2}, {0, 1, 1}}) {
    Hdf5Writer writer(folder / "a.h5", {"example", 1});
    writer.write("/texts/offsets", offsets, {3});
    writer.write("/texts/bytes", std::vector<std::uint8_t>{'a', 'b'}, {2});
    writer.close();
    const Hdf5Reader reader(folder / "a.h5", {"example", 1});
    expect_error(ErrorKind::integrity, "dataset /texts has offsets that do not fit its bytes",
                 [&] { reader.read_texts("/texts", 2); });
  }
}

TEST(Hdf5, RefusesWhatDoesNotFit) {
  const TemporaryFolder folder;
  const fs::path file = folder / "a.h5";
  write_example(file);
  expect_error(ErrorKind::integrity, "holds 'example', expected 'model'", [&] { Hdf5Reader(file, {"model", 3}); });
  expect_error(ErrorKind::integrity, "has schema version 3, this build reads 4; make it again with this build",
               [&] { Hdf5Reader(file, {"example", 4}); });
  const Hdf5Reader reader(file, {"example", 3});
  std::vector<double> numbers;
  std::vector<float> floats;
  std::vector<std::uint8_t> bytes;
  expect_error(ErrorKind::integrity, "dataset /none is missing", [&] { reader.read("/none", numbers, {1}); });
  expect_error(ErrorKind::integrity, "has shape (2, 3), expected (3, 2)",
               [&] { reader.read("/group/numbers", numbers, {3, 2}); });
  expect_error(ErrorKind::integrity, "unexpected type", [&] { reader.read("/group/numbers", floats, {2, 3}); });
  expect_error(ErrorKind::integrity, "dataset /small does not hold texts", [&] { reader.read_texts("/small", 3); });
  expect_error(ErrorKind::integrity, "attribute other is missing", [&] { reader.text_attribute("other"); });
}

TEST(Hdf5, TruncatedForeignAndMissingFiles) {
  const TemporaryFolder folder;
  write_example(folder / "a.h5");
  const std::string bytes = read_text_file(folder / "a.h5");
  write_text_file(folder / "cut.h5", bytes.substr(0, bytes.size() / 2));
  write_text_file(folder / "text.h5", "no HDF5");
  for (const char* name : {"cut.h5", "text.h5"}) {
    expect_error(ErrorKind::integrity, "is not a readable HDF5 file",
                 [&] { Hdf5Reader(folder / name, {"example", 3}); });
  }
  expect_error(ErrorKind::io, "none.h5: no such file", [&] { Hdf5Reader(folder / "none.h5", {"example", 3}); });
  expect_error(ErrorKind::io, "none/a.h5: cannot be written", [&] { Hdf5Writer(folder / "none/a.h5", {"x", 1}); });
}

}  // namespace
}  // namespace cre
