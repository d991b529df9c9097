#include "qc/row_parser.h"

#include <algorithm>
#include <limits>

#include "core/text.h"
#include "qc/missing_text.h"
#include "table/delimited_line.h"
#include "table/number_field.h"

namespace cre {
namespace {

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

}  // namespace

RowParser::RowParser(const DelimitedTable& table, const TableColumns& columns, const QcConfig& config)
    : source_(table),
      columns_(columns),
      task_names_(config.tasks),
      activity_(config.tasks.size()),
      standard_error_(config.tasks.size()) {}

void RowParser::parse(std::int64_t line_number, std::string_view line, ParsedLines& out) {
  std::string problem;
  if (const LineProblem found = split_delimited(line, source_.delimiter(), fields_, unquoted_)) {
    problem = found;
  } else if (fields_.size() != columns_.count) {
    problem = concat(fields_.size(), " fields, the header has ", columns_.count);
  } else if (columns_.id && strip(fields_[*columns_.id]).empty()) {
    problem = concat("column ", source_.columns()[*columns_.id], ": the id is empty");
  } else if (columns_.id && has_control_character(fields_[*columns_.id])) {
    // It would break the lines and columns of every table that names the element.
    problem = concat("column ", source_.columns()[*columns_.id], ": the id has a control character in it");
  } else if (read_numbers(problem)) {
    add_row(line_number, out.table);
    return;
  }
  out.malformed.push_back({line_number, row_id(line_number), RejectionCode::malformed, problem});
}

bool RowParser::read_number(std::size_t column, double& value, std::string& problem) const {
  if (read_number_field(fields_[column], value) != NumberField::unreadable) return true;
  problem = concat("column ", source_.columns()[column], ": ", quoted_value(fields_[column]), " is not a number");
  return false;
}

bool RowParser::read_numbers(std::string& problem) {
  min_gap_ = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t task = 0; task < activity_.size(); ++task) {
    standard_error_[task] = std::numeric_limits<double>::quiet_NaN();
    if (!read_number(columns_.activity[task], activity_[task], problem)) return false;
    const std::optional<std::size_t> column = columns_.standard_error[task];
    if (column && !read_number(*column, standard_error_[task], problem)) return false;
  }
  return !columns_.min_gap || read_number(*columns_.min_gap, min_gap_, problem);
}

void RowParser::add_row(std::int64_t line_number, MeasuredTable& table) {
  table.line.push_back(line_number);
  table.id.push_back(row_id(line_number));
  add_sequence(table);
  table.activity.insert(table.activity.end(), activity_.begin(), activity_.end());
  table.standard_error.insert(table.standard_error.end(), standard_error_.begin(), standard_error_.end());
  table.min_gap.push_back(min_gap_);
  const std::string_view cell = columns_.target_cell ? strip(fields_[*columns_.target_cell]) : std::string_view();
  table.target_cell.emplace_back(cell);
  table.target_task.push_back(task_names_.find(cell));
  if (columns_.chromosome) table.chromosome.emplace_back(strip(fields_[*columns_.chromosome]));
  if (columns_.group) table.group.push_back(name_in(*columns_.group));
  if (columns_.split) table.published_split.push_back(name_in(*columns_.split));
}

void RowParser::add_sequence(MeasuredTable& table) const {
  const std::string_view letters = strip(fields_[columns_.sequence]);
  const std::size_t begin = table.letters.size();
  table.letters.resize(begin + letters.size());
  std::transform(letters.begin(), letters.end(), table.letters.begin() + static_cast<std::ptrdiff_t>(begin),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  table.sequence_end.push_back(table.letters.size());
}

// Without an id column rows are numbered from 1 below the header.
std::string RowParser::row_id(std::int64_t line_number) const {
  if (!columns_.id) return concat("row", line_number - 1);
  return *columns_.id < fields_.size() ? std::string(strip(fields_[*columns_.id])) : std::string();
}

std::string RowParser::name_in(std::size_t column) const {
  const std::string_view value = strip(fields_[column]);
  return is_missing_text(value) ? std::string() : std::string(value);
}

}  // namespace cre
