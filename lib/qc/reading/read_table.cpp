#include "qc/reading/read_table.h"

#include <algorithm>

#include "core/error.h"
#include "core/parallel.h"
#include "core/progress.h"
#include "core/text.h"

namespace cre {
namespace {

constexpr std::size_t kLinesPerChunk = 2048;

std::vector<ParsedLines> parse_block(const LineBlock& block, const DelimitedTable& table, const TableColumns& columns,
                                     const QcConfig& config, const MissingWords& missing, unsigned threads) {
  const std::size_t count = block.lines.size();
  std::vector<ParsedLines> chunks((count + kLinesPerChunk - 1) / kLinesPerChunk);
  parallel_for(chunks.size(), threads, [&](std::size_t chunk) {
    RowParser parser(table, columns, config, missing);
    chunks[chunk].table.tasks = config.tasks.size();
    const std::size_t end = std::min(count, (chunk + 1) * kLinesPerChunk);
    for (std::size_t i = chunk * kLinesPerChunk; i < end; ++i) {
      parser.parse(block.line_number(i), block.lines[i], chunks[chunk]);
    }
    chunks[chunk].forms = parser.forms();
  });
  return chunks;
}

void check_malformed(const ParsedLines& rows, const std::filesystem::path& file, double most) {
  const std::size_t read = rows.table.rows() + rows.malformed.size();
  if (read == 0) {
    fail(ErrorKind::input, file, ": has a header line but no rows");
  }
  const double share = static_cast<double>(rows.malformed.size()) / static_cast<double>(read);
  if (share <= most && rows.table.rows() > 0) {
    return;
  }
  const Rejection& first = rows.malformed.front();
  fail(ErrorKind::input, file, ": line ", first.line, ": ", first.detail, "; ", rows.malformed.size(), " of ", read,
       " lines are malformed like this (", percent_text(share), "), allowed are ", number_text(100.0 * most),
       " % (qc.max_malformed_fraction)");
}

// Takes the rows without any value off the end of the table: spreadsheets write those that were once formatted.
void drop_blank_end(ParsedLines& rows) {
  const std::int64_t last_row = rows.table.rows() > 0 ? rows.table.line.back() : 0;
  while (!rows.blank.empty() && rows.blank.back() > last_row && rows.malformed.back().line == rows.blank.back()) {
    rows.malformed.pop_back();
    rows.blank.pop_back();
    ++rows.blank_end;
  }
}

std::vector<std::string> notes_of(const ParsedLines& rows, const DelimitedTable& table, const TableColumns& columns) {
  std::vector<std::string> notes = table.notes();
  notes.insert(notes.end(), columns.notes.begin(), columns.notes.end());
  const std::vector<std::string> of_forms = form_notes(rows.forms, columns.decimal_commas);
  notes.insert(notes.end(), of_forms.begin(), of_forms.end());
  if (rows.blank_end > 0) {
    notes.push_back(
        concat("passed over at the end of the table: ", counted(rows.blank_end, "row"), " without any value"));
  }
  return notes;
}

}  // namespace

ParsedLines read_table(const std::filesystem::path& file, const QcConfig& config, unsigned threads) {
  DelimitedTable table(file, table_form(config));
  const TableColumns columns = find_columns(table, config);
  const MissingWords missing(config.missing);
  ParsedLines rows;
  rows.table.tasks = config.tasks.size();
  Progress progress("reading", 0, "rows");
  LineBlock block;
  while (table.next(block)) {
    for (ParsedLines& chunk : parse_block(block, table, columns, config, missing, threads)) {
      rows.append(std::move(chunk));
    }
    progress.advance(block.lines.size());
  }
  if (table.delimiter() == ';' || columns.decimal_commas) {
    check_number_forms(rows.forms, file);
  }
  drop_blank_end(rows);
  check_malformed(rows, file, config.max_malformed_fraction);
  rows.notes = notes_of(rows, table, columns);
  return rows;
}

void check_table(const std::filesystem::path& file, const QcConfig& config) {
  DelimitedTable table(file, table_form(config));
  const TableColumns columns = find_columns(table, config);
  const MissingWords missing(config.missing);
  ParsedLines rows;
  rows.table.tasks = config.tasks.size();
  if (LineBlock block; table.next(block)) {
    block.lines.resize(std::min(block.lines.size(), kLinesPerChunk));
    for (ParsedLines& chunk : parse_block(block, table, columns, config, missing, 1)) {
      rows.append(std::move(chunk));
    }
  }
  if (rows.table.rows() == 0) {
    check_malformed(rows, file, config.max_malformed_fraction);
  }
}

}  // namespace cre
