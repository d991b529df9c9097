#pragma once
// One line of the table into one row.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "qc/measured_table.h"
#include "qc/qc_config.h"
#include "qc/rejection.h"
#include "qc/table_columns.h"
#include "qc/task_names.h"

namespace cre {

/// Lines that can be read, and those that cannot.
struct ParsedLines {
  MeasuredTable table;
  std::vector<Rejection> malformed;
};

/// Keeps buffers between lines: one parser a thread.
class RowParser {
 public:
  /// `table` and `config` must outlive the parser.
  RowParser(const DelimitedTable& table, const TableColumns& columns, const QcConfig& config);

  /// Adds the line to the rows or to the malformed ones (wrong number of fields, unreadable number, bad quotes, no id).
  void parse(std::int64_t line_number, std::string_view line, ParsedLines& out);

 private:
  bool read_numbers(std::string& problem);
  bool read_number(std::size_t column, double& value, std::string& problem) const;
  void add_row(std::int64_t line_number, MeasuredTable& table);
  void add_sequence(MeasuredTable& table) const;
  std::string row_id(std::int64_t line_number) const;
  /// A group or split; empty when it is missing.
  std::string name_in(std::size_t column) const;

  const DelimitedTable& source_;
  const TableColumns& columns_;
  TaskNames task_names_;
  std::vector<std::string_view> fields_;
  std::string unquoted_;
  std::vector<double> activity_, standard_error_;  // (K) of the present line
  double min_gap_ = 0.0;
};

}  // namespace cre
