#pragma once
// A CSV or TSV file with or without a header line, plain or gzip.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "table/line_reader.h"
#include "table/table_header.h"

namespace cre {

class DelimitedTable {
 public:
  /// Reads the header (see find_header). Throws input when the file is empty or is no text; io and input as TextSource
  /// and find_header.
  explicit DelimitedTable(const std::filesystem::path& file, const TableForm& form = {});

  const std::filesystem::path& file() const { return file_; }
  char delimiter() const { return header_.delimiter; }
  /// Column names in order, on one line each, without blanks around them.
  const std::vector<std::string>& columns() const { return columns_; }
  /// `names` in it are as written, maybe over several lines.
  const TableHeader& header() const { return header_; }
  /// Line of the file after which the rows begin.
  std::int64_t last_header_line() const { return static_cast<std::int64_t>(header_.lines_passed); }
  /// What was read in an unusual way, for people.
  std::vector<std::string> notes() const;

  /// The first rows, at most so many, as unparsed records. To be called before next().
  std::vector<std::string_view> first_rows(std::size_t most) const;
  /// The rows have a field more than the header, in front of all others or after them.
  void add_unnamed_column(bool in_front);

  /// The next rows as unparsed records; false at the end.
  bool next(LineBlock& block);
  /// See ByteSource; after the last call of next().
  std::string sha256() { return reader_.sha256(); }

 private:
  void refuse_binary() const;

  std::filesystem::path file_;
  LineReader reader_;
  LineBlock first_;  // the block that began with the header line
  bool first_pending_ = false;
  TableHeader header_;
  std::vector<std::string> columns_;
};

}  // namespace cre
