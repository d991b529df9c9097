#include "qc/reading/read_table.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "core/error.h"
#include "core/parallel.h"
#include "core/progress.h"
#include "core/text.h"
#include "qc/reading/readable_sequence.h"
#include "qc/reading/usual_columns.h"
#include "table/column_names.h"

namespace cre {
namespace {

constexpr std::size_t kMostLines = 2048;   // of a chunk, which one thread parses
constexpr std::size_t kFewestChunks = 16;  // of a block, where it has so many lines

std::vector<Stratum> empty_strata(const QcConfig& config) {
  std::vector<Stratum> strata;
  for (const std::string& name : config.strata) {
    strata.push_back({on_one_line(name), {}, {}});
  }
  return strata;
}

using Chunks = std::vector<ParsedLines>;

/// Reads a table block by block: while the lines of one are parsed, the rows of the one before are added to the table
/// and the one after is read.
class BlockPipeline {
 public:
  BlockPipeline(DelimitedTable& table, const TableColumns& columns, const QcConfig& config, const FieldReaders& readers,
                unsigned threads)
      : table_(table), columns_(columns), config_(config), readers_(readers), threads_(threads) {
    rows_.table.tasks = config.tasks.size();
  }

  /// At most so many rows.
  ParsedLines run(std::size_t most_rows) {
    Progress progress("reading", 0, "rows");
    LineBlock block;
    std::size_t left = most_rows;
    for (bool more = table_.next(block); more && left > 0;) {
      block.lines.resize(std::min(left, block.lines.size()));
      left -= block.lines.size();
      more = step(block);
      progress.advance(block.lines.size());
      std::swap(block, following_);
    }
    add_parsed();
    return std::move(rows_);
  }

 private:
  /// Parses `block`; false when none follows. Of several errors the one that comes first in the table is thrown.
  bool step(const LineBlock& block) {
    const std::size_t count = block.lines.size();
    const std::size_t lines = std::min(kMostLines, count / kFewestChunks + 1);  // of a chunk
    Chunks chunks((count + lines - 1) / lines);
    bool more = false;
    std::exception_ptr unreadable;
    parallel_for(chunks.size() + 2, threads_, [&](std::size_t item) {
      if (item == 0) {
        add_parsed();
      } else if (item == 1) {
        try {
          more = table_.next(following_);
        } catch (...) {
          unreadable = std::current_exception();
        }
      } else {
        parse_lines(block, (item - 2) * lines, std::min(count, (item - 1) * lines), chunks[item - 2]);
      }
    });
    parsed_ = std::move(chunks);
    if (unreadable) {
      std::rethrow_exception(unreadable);
    }
    return more;
  }

  void parse_lines(const LineBlock& block, std::size_t begin, std::size_t end, ParsedLines& out) const {
    RowParser parser(table_, columns_, config_, readers_);
    out.table.tasks = config_.tasks.size();
    out.table.strata = empty_strata(config_);
    for (std::size_t i = begin; i < end; ++i) {
      parser.parse(block.line_number(i), block.lines[i], out);
    }
    out.forms = parser.forms();
  }

  void add_parsed() {
    for (ParsedLines& chunk : parsed_) {
      rows_.append(std::move(chunk));
    }
    parsed_.clear();
  }

  DelimitedTable& table_;
  const TableColumns& columns_;
  const QcConfig& config_;
  FieldReaders readers_;
  unsigned threads_;
  ParsedLines rows_;
  Chunks parsed_;  // of the block before
  LineBlock following_;
};

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

ParsedLines read_rows(DelimitedTable& table, const TableColumns& columns, const QcConfig& config, unsigned threads,
                      std::size_t most_rows) {
  const MissingWords missing(missing_words(config));
  const ColumnValues values(config.values, table.columns());
  const PlaceReader places(config.columns, columns, missing);
  return BlockPipeline(table, columns, config, {missing, values, places}, threads).run(most_rows);
}

}  // namespace

ParsedLines read_table(const std::filesystem::path& file, const QcConfig& config, unsigned threads,
                       std::size_t most_rows) {
  DelimitedTable table(file, table_form(config));
  const TableColumns columns = find_columns(table, config);
  ParsedLines rows = read_rows(table, columns, config, threads, most_rows);
  if (most_rows == kAllRows) {
    rows.sha256 = table.sha256();
  }
  if (table.delimiter() == ';' || columns.decimal_commas) {
    check_number_forms(rows.forms, file);
  }
  drop_blank_end(rows);
  check_malformed(rows, file, config.max_malformed_fraction);
  check_places(rows.places, config.columns, file);
  rows.notes = notes_of(rows, table, columns);
  if (std::string note = place_note(rows.places, config.columns); !note.empty()) {
    rows.notes.push_back(std::move(note));
  }
  return rows;
}

void check_table(const std::filesystem::path& file, QcConfig config) {
  constexpr std::size_t kRowsLookedAt = 1000;
  name_usual_columns(config, file);
  DelimitedTable table(file, table_form(config));
  const TableColumns columns = find_columns(table, config);
  const ParsedLines rows = read_rows(table, columns, config, 1, kRowsLookedAt);
  if (rows.table.rows() == 0) {
    check_malformed(rows, file, config.max_malformed_fraction);
  }
  for (std::size_t row = 0; row < rows.table.rows(); ++row) {
    if (is_readable(rows.table, row)) {
      return;
    }
  }
  if (rows.table.rows() > 0) {
    fail_unreadable(config.columns.sequence, rows.table.whole_sequence(0));
  }
}

}  // namespace cre
