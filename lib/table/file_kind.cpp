#include "table/file_kind.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"

namespace cre {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kExportSheet = "save the sheet as CSV (UTF-8) or as text with tabs";
constexpr std::string_view kUnpack = "unpack it and give the table in it";
constexpr std::string_view kExportTable = "write the table in it as CSV or TSV";
constexpr std::string_view kWrongFile = "is this the right file?";

struct Kind {
  std::string_view begin;  // the file's first bytes
  std::string_view name;
  std::string_view remedy;
};

constexpr std::array kKinds = {
    Kind{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an old Excel workbook (.xls) or another OLE file", kExportSheet},
    Kind{"\xFD"
         "7zXZ\0"sv,
         "compressed with xz", "decompress it first: xz -d"},
    Kind{"\x28\xB5\x2F\xFD"sv, "compressed with Zstandard", "decompress it first: zstd -d"},
    Kind{"\x04\x22\x4D\x18"sv, "compressed with LZ4", "decompress it first: lz4 -d"},
    Kind{"\x1F\x9D"sv, "compressed with compress (.Z)", "decompress it first: gzip -d"},
    Kind{"\x1F\x8B"sv, "compressed with gzip twice", "decompress it once: gzip -d"},
    Kind{"7z\xBC\xAF\x27\x1C"sv, "a 7-Zip archive", kUnpack},
    Kind{"Rar!\x1A\x07"sv, "a RAR archive", kUnpack},
    Kind{"\x89HDF\r\n\x1A\n"sv, "an HDF5 file", kExportTable},
    Kind{"CDF\x01"sv, "a NetCDF file", kExportTable},
    Kind{"PAR1\x15"sv, "a Parquet file", kExportTable},
    Kind{"ARROW1\0"sv, "an Arrow (Feather) file", kExportTable},
    Kind{"FEA1\0"sv, "a Feather file", kExportTable},
    Kind{"Obj\x01"sv, "an Avro file", kExportTable},
    Kind{"\x93NUMPY"sv, "a NumPy array (.npy)", kExportTable},
    Kind{"\x80\x02"sv, "a Python pickle", kExportTable},
    Kind{"\x80\x03"sv, "a Python pickle", kExportTable},
    Kind{"\x80\x04\x95"sv, "a Python pickle", kExportTable},
    Kind{"\x80\x05\x95"sv, "a Python pickle", kExportTable},
    Kind{"SQLite format 3\0"sv, "an SQLite database", kExportTable},
    Kind{"RDX2\n"sv, "an R data file (.RData)", kExportTable},
    Kind{"RDX3\n"sv, "an R data file (.RData)", kExportTable},
    Kind{"RDA3\n"sv, "an R data file (.RData)", kExportTable},
    Kind{"X\n\0\0\0"sv, "an R data file (.rds)", kExportTable},
    Kind{"<stata_dta>"sv, "a Stata file", kExportTable},
    Kind{"MATLAB 5.0"sv, "a MATLAB file", kExportTable},
    Kind{"%PDF-"sv, "a PDF document", kExportTable},
    Kind{"{\\rtf"sv, "an RTF document", kExportTable},
    Kind{"BAM\x01"sv, "a BAM file", kWrongFile},
    Kind{"CRAM\x03"sv, "a CRAM file", kWrongFile},
    Kind{"BCF\x02"sv, "a BCF file", kWrongFile},
    Kind{"\x89PNG\r\n\x1A\n"sv, "a PNG picture; it is no text", kWrongFile},
    Kind{"\xFF\xD8\xFF"sv, "a JPEG picture; it is no text", kWrongFile},
    Kind{"GIF89a"sv, "a GIF picture", kWrongFile},
    Kind{"\x7F"
         "ELF"sv,
         "a program", kWrongFile},
    Kind{"-----BEGIN PGP"sv, "encrypted with PGP", "decrypt it first"},
    Kind{"version https://git-lfs.github.com/spec/v1"sv, "a Git-LFS pointer, not the file itself",
         "fetch it: git lfs pull"},
};

// What a zip archive holds: names stand uncompressed in it.
Kind kind_of_zip(std::string_view begin) {
  begin = begin.substr(0, std::size_t{1} << 16U);
  const auto holds = [&](std::string_view name) { return begin.find(name) != std::string_view::npos; };
  if (holds("application/vnd.oasis.opendocument.spreadsheet")) {
    return {{}, "an OpenDocument spreadsheet (.ods)", kExportSheet};
  }
  if (holds("word/")) {
    return {{}, "a Word document (.docx)", kExportTable};
  }
  if (holds("xl/")) {
    return {{}, "an Excel workbook (.xlsx)", kExportSheet};
  }
  if (holds("[Content_Types].xml")) {
    return {{}, "an Office document, probably an Excel workbook (.xlsx)", kExportSheet};
  }
  if (holds(".npy")) {
    return {{}, "a NumPy archive (.npz)", kExportTable};
  }
  return {{}, "a zip archive", "unzip it and give the table in it"};
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.starts_with(word); });
}

std::string_view without_mark(std::string_view begin) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return strip(begin.starts_with(kMark) ? begin.substr(kMark.size()) : begin);
}

}  // namespace

void refuse_other_kinds(const std::filesystem::path& file, std::string_view begin) {
  const auto refuse = [&](std::string_view name, std::string_view remedy) {
    fail(ErrorKind::input, file, ": is ", name, "; ", remedy);
  };
  if (starts_with_any(begin, {"PK\x03\x04", "PK\x05\x06", "PK\x07\x08"})) {
    const Kind kind = kind_of_zip(begin);
    refuse(kind.name, kind.remedy);
  }
  for (const Kind& kind : kKinds) {
    if (begin.starts_with(kind.begin)) {
      refuse(kind.name, kind.remedy);
    }
  }
  constexpr std::size_t kBlockMark = 4;
  if (begin.starts_with("BZh") && begin.substr(std::min(kBlockMark, begin.size())).starts_with("1AY&SY")) {
    refuse("compressed with bzip2", "decompress it first: bzip2 -d");
  }
  constexpr std::size_t kTarMark = 257;
  if (begin.size() > kTarMark && begin.substr(kTarMark).starts_with("ustar")) {
    refuse("a tar archive", kUnpack);
  }
  const std::string text = lower_case(without_mark(begin).substr(0, 64));
  if (starts_with_any(text, {"<!doctype html", "<html", "<head", "<body", "<!-- html"})) {
    refuse("a web page (HTML), not the file itself", "download the file behind its link");
  }
  if (text.starts_with("<?xml")) {
    refuse("XML (a workbook saved as XML, or a server's error message)", kExportTable);
  }
}

const char* kind_of_text(std::string_view begin) {
  const std::string_view text = without_mark(begin);
  if (text.empty()) {
    return nullptr;
  }
  if (text.starts_with('>')) {
    return "a FASTA file";
  }
  if (text.starts_with('{') || text.starts_with('[')) {
    return "JSON";
  }
  if (text.starts_with("##fileformat=VCF")) {
    return "a VCF file";
  }
  if (text.starts_with("MEME version")) {
    return "a motif file";
  }
  const std::size_t third = [&] {  // FASTQ: @name, bases, +
    const std::size_t second = text.find('\n');
    return second == std::string_view::npos ? second : text.find('\n', second + 1);
  }();
  if (text.starts_with('@') && third != std::string_view::npos && text.substr(third + 1).starts_with('+')) {
    return "a FASTQ file";
  }
  return nullptr;
}

}  // namespace cre
