#pragma once
// A table with a column "id": what other programs predicted, what was measured, or a split.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "table/delimited_table.h"

namespace cre {

/// Names of the columns that are read, as numbers or as words.
struct KeyedColumns {
  std::vector<std::string> numbers, words;
};

/// N rows in table order; no id is there twice.
struct KeyedRows {
  std::vector<std::string> id;                  // (N)
  std::vector<std::int64_t> line;               // (N) in the table, header = 1
  std::vector<std::vector<double>> numbers;     // by column, (N) each: finite, or NaN where missing
  std::vector<std::vector<std::string>> words;  // by column, (N) each: empty where missing
  std::vector<std::string> notes;               // what was read in an unusual way, for people

  std::size_t rows() const { return id.size(); }
};

class KeyedTable {
 public:
  /// Reads the header. `option` names the file on the command line, for messages. Throws input without a column "id",
  /// and as DelimitedTable.
  KeyedTable(const std::filesystem::path& file, std::string option);

  const std::filesystem::path& file() const { return table_.file(); }
  /// In order, without "id".
  std::vector<std::string> columns() const;
  bool has(const std::string& column) const;

  /// Reads the rows, once. Rows without any value at the end of the table are passed over. Throws input, with the line,
  /// for a column that is missing or there twice, a row that cannot be read, an id that is empty or there twice, a
  /// number that is none or not finite; and for a table without rows.
  KeyedRows read(const KeyedColumns& wanted);

 private:
  DelimitedTable table_;
  std::string option_;
};

}  // namespace cre
