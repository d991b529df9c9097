#include "qc/reading/row_parser.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "storage/elements.h"
#include "table/delimited_line.h"
#include "table/text_encoding.h"

namespace cre {
namespace {

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// A column of texts that rows keep as they are.
struct TextColumn {
  std::optional<std::size_t> TableColumns::* place;
  PackedTexts PackedFacts::* texts;
};

constexpr std::array kTextColumns = {
    TextColumn{&TableColumns::chromosome, &PackedFacts::chromosome},
    TextColumn{&TableColumns::group, &PackedFacts::group_name},
    TextColumn{&TableColumns::split, &PackedFacts::published_split},
};

}  // namespace

void ParsedLines::append(ParsedLines&& other) {
  table.append(std::move(other.table));
  std::move(other.malformed.begin(), other.malformed.end(), std::back_inserter(malformed));
  blank.insert(blank.end(), other.blank.begin(), other.blank.end());
  forms.merge(other.forms);
  places.merge(other.places);
  blank_end += other.blank_end;
  std::move(other.notes.begin(), other.notes.end(), std::back_inserter(notes));
  other = ParsedLines{};
}

RowParser::RowParser(const DelimitedTable& table, const TableColumns& columns, const QcConfig& config,
                     const FieldReaders& readers)
    : source_(table),
      columns_(columns),
      missing_(readers.missing),
      values_(readers.values),
      places_(readers.places),
      numbers_(readers.missing, columns.decimal_commas),
      task_names_(config.tasks),
      finder_(table.delimiter(), used_columns(columns)),
      activity_(config.tasks.size()),
      standard_error_(config.tasks.size()),
      minimum_(config.minimum.size()),
      replicates_(columns.replicates.size()) {}

void RowParser::parse(std::int64_t line_number, std::string_view line, ParsedLines& out) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";  // also where files were joined
  if (line.starts_with(kMark)) {
    line.remove_prefix(kMark.size());
  }
  line_ = line;
  const LineProblem unsplit = split();
  if (unsplit == nullptr) {
    values_.apply(fields_);
  }
  std::string problem = unsplit != nullptr ? unsplit : problem_of(line_number);
  if (unsplit == nullptr && is_blank()) {
    out.blank.push_back(line_number);
    if (problem.empty()) {
      problem = "no value in the row";
    }
  }
  if (problem.empty()) {
    add_row(line_number, out);
  } else {
    out.malformed.push_back({line_number, row_id(line_number), kMalformed, std::move(problem)});
  }
}

// Fills fields_; of a line without quotes and with as many fields as the header with the columns that are used.
LineProblem RowParser::split() {
  only_used_ = finder_.scan(line_) && finder_.count() == columns_.count;
  if (!only_used_) {
    return split_delimited(line_, source_.delimiter(), fields_, unquoted_);
  }
  fields_.resize(columns_.count);
  finder_.take(fields_);
  return nullptr;
}

// What is wrong with the present fields; empty when they are fine.
std::string RowParser::problem_of(std::int64_t line_number) {
  if (fields_.size() == 1 && strip(fields_[0]).empty()) {
    return "empty line";
  }
  if (fields_.size() != columns_.count) {
    return concat(counted(fields_.size(), "field"), ", the header has ", columns_.count);
  }
  if (columns_.id && strip(fields_[*columns_.id]).empty()) {
    return concat("column ", source_.columns()[*columns_.id], ": the id is empty");
  }
  if (columns_.id && has_control_character(fields_[*columns_.id])) {
    // It would break the lines and columns of every table that names the element.
    return concat("column ", source_.columns()[*columns_.id], ": the id has a control character in it");
  }
  std::string problem;
  read_numbers(line_number, problem);
  return problem;
}

// Does no field hold a value?
bool RowParser::is_blank() {
  const auto no_value = [&](std::string_view field) { return strip(field).empty() || missing_.contains(field); };
  if (columns_.sequence < fields_.size() && !no_value(fields_[columns_.sequence])) {
    return false;  // nearly always
  }
  if (only_used_) {
    split_delimited(line_, source_.delimiter(), fields_, unquoted_);
  }
  return std::all_of(fields_.begin(), fields_.end(), no_value);
}

bool RowParser::read_number(std::int64_t line_number, std::size_t column, double& value, std::string& problem) {
  if (numbers_.read(fields_[column], line_number, value) != NumberField::unreadable) {
    return true;
  }
  problem =
      concat("column ", source_.columns()[column], ": ", quoted_value(fields_[column]), " is not a number",
             has_decimal_comma(fields_[column])
                 ? "; its comma may mark decimals or thousands, and other numbers of the table have none or a point: "
                   "write all with a decimal point, without other marks"
                 : "");
  return false;
}

bool RowParser::read_numbers(std::int64_t line_number, std::string& problem) {
  min_gap_ = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t task = 0; task < activity_.size(); ++task) {
    standard_error_[task] = std::numeric_limits<double>::quiet_NaN();
    if (!read_number(line_number, columns_.activity[task], activity_[task], problem)) {
      return false;
    }
    const std::optional<std::size_t> column = columns_.standard_error[task];
    if (column && !read_number(line_number, *column, standard_error_[task], problem)) {
      return false;
    }
  }
  for (std::size_t i = 0; i < minimum_.size(); ++i) {
    if (!read_number(line_number, columns_.minimum[i], minimum_[i], problem)) {
      return false;
    }
  }
  for (std::size_t i = 0; i < replicates_.size(); ++i) {
    if (!read_number(line_number, columns_.replicates[i], replicates_[i], problem)) {
      return false;
    }
  }
  return !columns_.min_gap || read_number(line_number, *columns_.min_gap, min_gap_, problem);
}

void RowParser::add_row(std::int64_t line_number, ParsedLines& out) {
  MeasuredTable& table = out.table;
  table.line.push_back(line_number);
  if (columns_.id) {
    text_of(line_number, *columns_.id);
  }
  table.id.push_back(row_id(line_number));
  add_sequence(table);
  table.activity.append(activity_);
  table.standard_error.append(standard_error_);
  table.replicate_columns = replicates_.size();
  table.replicates.insert(table.replicates.end(), replicates_.begin(), replicates_.end());
  table.min_gap.push_back(min_gap_);
  table.minimum.insert(table.minimum.end(), minimum_.begin(), minimum_.end());
  if (columns_.exclude) {
    table.exclude_text.push_back(text_of(line_number, *columns_.exclude));
  }
  std::string_view cell = columns_.target_cell ? text_of(line_number, *columns_.target_cell) : std::string_view();
  table.target_cell.push_back(task_names_.find(cell));
  if (table.target_cell.back() == kUnknownCell && missing_.contains(cell)) {
    cell = {};
  }
  table.cell_name.push_back(cell);
  for (const TextColumn& column : kTextColumns) {
    if (columns_.*column.place) {
      (table.*column.texts).push_back(word_of(line_number, *(columns_.*column.place)));
    }
  }
  for (std::size_t i = 0; i < columns_.strata.size(); ++i) {
    table.strata[i].add(word_of(line_number, columns_.strata[i]));
  }
  places_.add(fields_, line_number, table, out.places);
}

// The field of a text that artifacts keep; they are UTF-8.
std::string_view RowParser::text_of(std::int64_t line_number, std::size_t column) const {
  const std::string_view text = strip(fields_[column]);
  if (is_ascii(text) || !first_invalid_utf8(text)) {
    return text;
  }
  fail(ErrorKind::input, source_.file(), ": line ", line_number, ", column ", source_.columns()[column], ": '",
       as_utf8(text),
       "' is not UTF-8 text; convert the table, for instance from Latin-1: iconv -f WINDOWS-1252 -t UTF-8");
}

// The same; empty when it is missing.
std::string_view RowParser::word_of(std::int64_t line_number, std::size_t column) const {
  const std::string_view text = text_of(line_number, column);
  return missing_.contains(text) ? std::string_view() : text;
}

void RowParser::add_sequence(MeasuredTable& table) const {
  std::string_view letters = strip(fields_[columns_.sequence]);
  if (missing_.contains(letters)) {
    letters = {};  // NA and nan would pass for the bases N and A
  }
  table.sequences.add(letters);
}

// Without an id column rows are called by their lines, the first below the header being 1.
std::string RowParser::row_id(std::int64_t line_number) const {
  if (!columns_.id) {
    return concat("row", line_number - source_.last_header_line());
  }
  return *columns_.id < fields_.size() ? std::string(strip(fields_[*columns_.id])) : std::string();
}

}  // namespace cre
