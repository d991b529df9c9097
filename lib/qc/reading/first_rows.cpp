#include "qc/reading/first_rows.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "table/delimited_line.h"
#include "table/number_field.h"

namespace cre {
namespace {

constexpr std::size_t kRowsLookedAt = 1000;

using Row = std::vector<std::string>;

// Fields of the rows that are not blank and can be split.
std::vector<Row> split_rows(const DelimitedTable& table) {
  std::vector<Row> rows;
  std::vector<std::string_view> fields;
  std::string unquoted;
  for (const std::string_view line : table.first_rows(kRowsLookedAt)) {
    if (split_delimited(line, table.delimiter(), fields, unquoted) != nullptr) {
      continue;
    }
    const auto blank = [](std::string_view field) { return strip(field).empty(); };
    if (!std::all_of(fields.begin(), fields.end(), blank)) {
      rows.emplace_back(fields.begin(), fields.end());
    }
  }
  return rows;
}

std::vector<std::size_t> number_columns(const TableColumns& columns) {
  std::vector<std::size_t> out = columns.activity;
  for (const std::optional<std::size_t>& column : columns.standard_error) {
    if (column) {
      out.push_back(*column);
    }
  }
  if (columns.min_gap) {
    out.push_back(*columns.min_gap);
  }
  return out;
}

bool is_sequence(std::string_view field) {
  field = strip(field);
  return !field.empty() && std::all_of(field.begin(), field.end(), [](char c) {
    return std::string_view("ACGTUNRYSWKMBDHVacgtunryswkmbdhv").find(c) != std::string_view::npos;
  });
}

// Rows that have a sequence and numbers in the columns for them, when these are `shift` fields further right.
std::size_t fitting_rows(const std::vector<Row>& rows, const TableColumns& columns, const MissingWords& missing,
                         std::size_t shift) {
  const std::vector<std::size_t> numbers = number_columns(columns);
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const Row& row) {
    NumberReader reader(missing, true);
    const auto field = [&](std::size_t column) { return column + shift < row.size() ? row[column + shift] : "?"; };
    return is_sequence(field(columns.sequence)) && std::all_of(numbers.begin(), numbers.end(), [&](std::size_t column) {
             double value = 0.0;
             return reader.read(field(column), 0, value) != NumberField::unreadable;
           });
  }));
}

void shift_columns(TableColumns& columns) {
  const auto shift = [](std::optional<std::size_t>& column) {
    if (column) {
      ++*column;
    }
  };
  ++columns.sequence;
  for (const NamedColumn& column : kNamedColumns) {
    shift(columns.*column.place);
  }
  for (std::size_t& column : columns.activity) {
    ++column;
  }
  for (std::optional<std::size_t>& column : columns.standard_error) {
    shift(column);
  }
}

// R writes row names without a name above them; others end every row with a delimiter, but not the header.
void fit_width(DelimitedTable& table, const std::vector<Row>& rows, const MissingWords& missing,
               TableColumns& columns) {
  constexpr double kNearlyAll = 0.9;
  const auto share = [&](std::size_t width) {
    const auto count = std::count_if(rows.begin(), rows.end(), [&](const Row& row) { return row.size() == width; });
    return static_cast<double>(count) / static_cast<double>(rows.size());
  };
  const std::size_t width = table.columns().size();
  if (rows.empty() || share(width) > 0.0 || share(width + 1) < kNearlyAll) {
    return;
  }
  const std::size_t with_names = fitting_rows(rows, columns, missing, 1);
  const std::size_t without = fitting_rows(rows, columns, missing, 0);
  const bool empty_end = std::all_of(
      rows.begin(), rows.end(), [&](const Row& row) { return row.size() != width + 1 || strip(row.back()).empty(); });
  if (with_names > without) {
    table.add_unnamed_column(true);
    shift_columns(columns);
    columns.notes.emplace_back(
        "rows have one field more than the header: the first is taken for row names, as R writes them");
  } else if (without > with_names && empty_end) {
    table.add_unnamed_column(false);
    columns.notes.emplace_back("every row ends with a delimiter, the header does not: the empty field is ignored");
  }
}

// A semicolon as delimiter goes with decimal commas; elsewhere 1,234 alone may as well be a thousand.
bool has_decimal_commas(const DelimitedTable& table, const std::vector<Row>& rows, const MissingWords& missing,
                        const TableColumns& columns) {
  NumberReader reader(missing, true);
  bool certain = table.delimiter() == ';';
  for (const Row& row : rows) {
    for (const std::size_t column : number_columns(columns)) {
      if (column >= row.size()) {
        continue;
      }
      double value = 0.0;
      reader.read(row[column], 0, value);
      certain = certain || (has_decimal_comma(row[column]) && !may_have_thousands(row[column]));
    }
  }
  return certain && !reader.forms().point;
}

}  // namespace

void fit_to_first_rows(DelimitedTable& table, const QcConfig& config, TableColumns& columns) {
  const MissingWords missing(config.missing);
  const std::vector<Row> rows = split_rows(table);
  fit_width(table, rows, missing, columns);
  columns.decimal_commas = has_decimal_commas(table, rows, missing, columns);
}

}  // namespace cre
