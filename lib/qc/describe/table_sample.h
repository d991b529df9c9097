#pragma once
// The first rows of a table, column by column, as text.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "qc/qc_config.h"
#include "table/table_header.h"

namespace cre {

/// So much of a table is looked at; whatever is reached first ends it.
struct SampleLimits {
  std::int64_t rows = 100'000;
  std::size_t fields = 4'000'000;
  std::size_t bytes = std::size_t{1} << 26U;
};

/// The fields of one column, without blanks around them.
struct TextColumn {
  std::string name;
  std::string text;               // all fields one after the other
  std::vector<std::size_t> ends;  // (rows) where each ends in `text`

  std::size_t rows() const { return ends.size(); }
  std::string_view at(std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : ends[row - 1];
    return std::string_view(text).substr(begin, ends[row] - begin);
  }
};

struct TableSample {
  std::vector<TextColumn> columns;
  TableForm form;
  char delimiter = ',';
  std::int64_t rows = 0;           // looked at, but for blank and malformed ones
  std::int64_t malformed = 0;      // lines that have another number of fields, or bad quotes
  bool whole = true;               // the table has no further rows
  bool row_names = false;          // the first column has no name: R's row names
  bool decimal_commas = false;     // numbers are written 0,53
  std::vector<std::string> notes;  // what is unusual about the form, for people

  /// Lines read, malformed ones included.
  std::int64_t lines() const { return rows + malformed; }
};

/// Throws as guess_table_form and DelimitedTable.
TableSample read_sample(const std::filesystem::path& file, const QcConfig& config, const SampleLimits& limits = {});

}  // namespace cre
