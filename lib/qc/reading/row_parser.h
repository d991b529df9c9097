#pragma once
// One line of the table into one row.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "qc/qc_config.h"
#include "qc/reading/column_values.h"
#include "qc/reading/measured_table.h"
#include "qc/reading/place_reader.h"
#include "qc/reading/table_columns.h"
#include "qc/reading/task_names.h"
#include "qc/rules/rejection.h"
#include "table/delimited_line.h"
#include "table/field_finder.h"
#include "table/missing_words.h"
#include "table/number_field.h"

namespace cre {

/// Lines that can be read, and those that cannot.
struct ParsedLines {
  MeasuredTable table;
  std::vector<Rejection> malformed;
  std::vector<std::int64_t> blank;  // lines of malformed ones that hold no value at all
  NumberForms forms;                // how numbers are written
  PlaceCounts places;               // on the genome
  std::string sha256;               // of the file
  std::int64_t blank_end = 0;       // rows without any value at the end of the table: not among the malformed ones
  std::vector<std::string> notes;   // what was read in an unusual way, for people
  std::string lacking;              // columns that the table lacks and no setting names, for people

  /// Adds the lines of `other`, which come later in the table, and empties it.
  void append(ParsedLines&& other);
};

/// What the parsers of a table share.
struct FieldReaders {
  const MissingWords& missing;
  const ColumnValues& values;
  const PlaceReader& places;
};

/// Keeps buffers between lines: one parser a thread.
class RowParser {
 public:
  /// What it takes must outlive the parser.
  RowParser(const DelimitedTable& table, const TableColumns& columns, const QcConfig& config,
            const FieldReaders& readers);

  /// Adds the record that begins on the line to the rows or to the malformed ones (wrong number of fields, unreadable
  /// number, bad quotes, no id). Throws input where a text that is kept is not UTF-8.
  void parse(std::int64_t line_number, std::string_view line, ParsedLines& out);

  /// How the numbers were written so far.
  const NumberForms& forms() const { return numbers_.forms(); }

 private:
  std::string problem_of(std::int64_t line_number);
  LineProblem split();
  bool is_blank();
  bool read_numbers(std::int64_t line_number, std::string& problem);
  bool read_number(std::int64_t line_number, std::size_t column, double& value, std::string& problem);
  void add_row(std::int64_t line_number, ParsedLines& out);
  void add_sequence(MeasuredTable& table) const;
  std::string row_id(std::int64_t line_number) const;
  std::string_view text_of(std::int64_t line_number, std::size_t column) const;
  std::string_view word_of(std::int64_t line_number, std::size_t column) const;

  const DelimitedTable& source_;
  const TableColumns& columns_;
  const MissingWords& missing_;
  const ColumnValues& values_;
  const PlaceReader& places_;
  NumberReader numbers_;
  TaskNames task_names_;
  FieldFinder finder_;
  std::string_view line_;
  bool only_used_ = false;  // fields_ has the used columns alone
  std::vector<std::string_view> fields_;
  std::string unquoted_;
  std::vector<double> activity_, standard_error_;  // (K) of the present line
  std::vector<double> minimum_;                    // (columns of qc.minimum) of it
  std::vector<double> replicates_;                 // (R)
  double min_gap_ = 0.0;
};

}  // namespace cre
