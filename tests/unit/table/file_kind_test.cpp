#include "table/file_kind.h"

#include "expect_error.h"

namespace cre {
namespace {

using namespace std::string_literals;

void expect_named(const std::string& begin, const std::string& message) {
  expect_error(ErrorKind::input, "t.csv: is " + message, [&] { refuse_other_kinds("t.csv", begin); });
}

TEST(FileKind, NamesWhatIsNoTable) {
  expect_named("PK\x03\x04\x14\0....[Content_Types].xml...xl/workbook.xml"s,
               "an Excel workbook (.xlsx); save the sheet");
  expect_named("PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet");
  expect_named("PK\x03\x04....table.csv", "a zip archive; unzip it");
  expect_named("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Excel workbook (.xls)");
  expect_named(
      "\xFD"
      "7zXZ\0"s,
      "compressed with xz; decompress it first: xz -d");
  expect_named("BZh91AY&SY", "compressed with bzip2; decompress it first: bzip2 -d");
  expect_named("\x28\xB5\x2F\xFD", "compressed with Zstandard");
  expect_named("7z\xBC\xAF\x27\x1C", "a 7-Zip archive");
  expect_named("Rar!\x1A\x07", "a RAR archive");
  expect_named("\x1F\x8B\x08", "compressed with gzip twice");
  expect_named("version https://git-lfs.github.com/spec/v1\noid sha256:12\n", "a Git-LFS pointer, not the file itself");
  expect_named("\xEF\xBB\xBF\n <!DOCTYPE HTML>", "a web page (HTML)");
  expect_named("<html lang=\"en\">", "a web page (HTML)");
  expect_named("<?xml version=\"1.0\"?>", "XML");
  expect_named("\x89HDF\r\n\x1A\n", "an HDF5 file");
  expect_named("%PDF-1.7", "a PDF document");
  expect_named("PAR1\x15", "a Parquet file");
  expect_named("\x93NUMPY", "a NumPy array");
  expect_named("\x80\x04\x95", "a Python pickle");
  std::string archive(257, 'x');
  expect_named(archive.append("ustar"), "a tar archive");
}

TEST(FileKind, LetsTextPass) {
  for (const char* text :
       {"", "ID,sequence", "PAR1,x", "BZh,x", "GIF8\tx", "CRAM,1", "RDX2,x", ">ID,x", "{\"a\": 1}"}) {
    refuse_other_kinds("t.csv", text);
  }
}

TEST(FileKind, OfText) {
  EXPECT_STREQ(kind_of_text(">e1\nACGT\n"), "a FASTA file");
  EXPECT_STREQ(kind_of_text("@r1\nACGT\n+\nIIII\n"), "a FASTQ file");
  EXPECT_STREQ(kind_of_text(" [{\"id\": 1}]"), "JSON");
  EXPECT_STREQ(kind_of_text("##fileformat=VCFv4.2\n"), "a VCF file");
  EXPECT_STREQ(kind_of_text("MEME version 4\n"), "a motif file");
  EXPECT_EQ(kind_of_text("ID,sequence\n"), nullptr);
}

}  // namespace
}  // namespace cre
