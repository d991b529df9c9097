#pragma once
// A CSV or TSV file with a header line, plain or gzip.

#include <filesystem>
#include <string>
#include <vector>

#include "table/line_reader.h"

namespace cre {

class DelimitedTable {
 public:
  /// Reads the header line. TSV when it contains a tab, else CSV. Throws input when the file is empty, is no text, or
  /// names a column twice; io and input as ByteSource.
  explicit DelimitedTable(const std::filesystem::path& file);

  const std::filesystem::path& file() const { return file_; }
  char delimiter() const { return delimiter_; }
  /// Column names in order, without blanks around them.
  const std::vector<std::string>& columns() const { return columns_; }
  /// The next rows as unparsed lines; false at the end.
  bool next(LineBlock& block);

 private:
  void read_header(std::string_view line);

  std::filesystem::path file_;
  LineReader reader_;
  LineBlock first_;  // the block that began with the header line
  bool first_pending_ = false;
  char delimiter_ = ',';
  std::vector<std::string> columns_;
};

}  // namespace cre
