#include "qc/describe/table_sample.h"

#include <algorithm>

#include "core/text.h"
#include "qc/describe/table_form_guess.h"
#include "table/delimited_line.h"
#include "table/delimited_table.h"
#include "table/number_field.h"

namespace cre {
namespace {

/// The fields of one record at a time.
class RecordFields {
 public:
  explicit RecordFields(char delimiter) : delimiter_(delimiter) {}
  /// False for bad quotes.
  bool split(std::string_view line) {
    if (split_delimited(line, delimiter_, fields_, unquoted_) != nullptr) {
      return false;
    }
    std::transform(fields_.begin(), fields_.end(), fields_.begin(),
                   [](std::string_view field) { return strip(field); });
    return true;
  }
  const std::vector<std::string_view>& fields() const { return fields_; }
  bool blank() const {
    return std::all_of(fields_.begin(), fields_.end(), [](std::string_view field) { return field.empty(); });
  }

 private:
  char delimiter_;
  std::vector<std::string_view> fields_;
  std::string unquoted_;
};

// Rows with a field more than the header begin with row names, or end with an empty field.
void fit_header_to_rows(DelimitedTable& table, TableSample& sample) {
  constexpr std::size_t kLooked = 1000;
  std::size_t rows = 0, wider = 0, empty_end = 0;
  RecordFields record(table.delimiter());
  for (const std::string_view line : table.first_rows(kLooked)) {
    if (!record.split(line) || record.blank()) {
      continue;
    }
    ++rows;
    if (record.fields().size() == table.columns().size() + 1) {
      ++wider;
      empty_end += record.fields().back().empty() ? 1U : 0U;
    }
  }
  if (rows == 0 || 10 * wider < 9 * rows) {
    return;
  }
  sample.row_names = empty_end < wider;
  table.add_unnamed_column(sample.row_names);
  sample.notes.emplace_back(
      sample.row_names ? "rows have one field more than the header: the first holds row names, as R writes them"
                       : "every row ends with a delimiter, the header does not");
}

void add_record(const RecordFields& record, TableSample& sample) {
  for (std::size_t i = 0; i < sample.columns.size(); ++i) {
    TextColumn& column = sample.columns[i];
    column.text += record.fields()[i];
    column.ends.push_back(column.text.size());
  }
  ++sample.rows;
}

// The same as of cre-qc: between semicolons, or where a comma cannot separate thousands; and no number has a point.
bool has_decimal_commas_in(const TableSample& sample) {
  bool certain = sample.delimiter == ';';
  std::size_t commas = 0, points = 0;
  for (const TextColumn& column : sample.columns) {
    for (std::size_t row = 0; row < std::min<std::size_t>(column.rows(), 1000); ++row) {
      const std::string_view field = column.at(row);
      const bool comma = has_decimal_comma(field);
      commas += comma ? 1U : 0U;
      certain = certain || (comma && !may_have_thousands(field));
      points += field.find('.') != std::string_view::npos && parse_number(field) ? 1U : 0U;
    }
  }
  return certain && commas > points;
}

}  // namespace

TableSample read_sample(const std::filesystem::path& file, const QcConfig& config, const SampleLimits& limits) {
  TableSample sample;
  sample.form = guess_table_form(file, config);
  DelimitedTable table(file, sample.form);
  sample.delimiter = table.delimiter();
  sample.notes = table.notes();
  fit_header_to_rows(table, sample);
  for (const std::string& name : table.columns()) {
    sample.columns.push_back({name, {}, {}});
  }
  RecordFields record(table.delimiter());
  LineBlock block;
  std::size_t fields = 0, bytes = 0;
  while (sample.whole && table.next(block)) {
    for (const std::string_view line : block.lines) {
      if (sample.lines() >= limits.rows || fields >= limits.fields || bytes >= limits.bytes) {
        sample.whole = false;
        break;
      }
      const bool good = record.split(line);
      if (good && record.blank()) {
        continue;
      }
      if (!good || record.fields().size() != sample.columns.size()) {
        ++sample.malformed;
        continue;
      }
      add_record(record, sample);
      fields += sample.columns.size();
      bytes += line.size();
    }
  }
  sample.decimal_commas = has_decimal_commas_in(sample);
  return sample;
}

}  // namespace cre
