#pragma once
// A whole measurement table into memory.

#include <cstddef>
#include <filesystem>
#include <limits>
#include <vector>

#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"
#include "qc/reading/row_parser.h"

namespace cre {

inline constexpr std::size_t kAllRows = std::numeric_limits<std::size_t>::max();

/// Reads all rows (or the first `most_rows` lines of the table below the header), in table order whatever the number of
/// threads. Rows without any value at the end of the table are
/// passed over, elsewhere they are malformed. Throws input for a missing column, an empty table, a broken gzip stream,
/// numbers with decimal commas beside others with points, or more malformed lines than qc.max_malformed_fraction
/// allows; io when it cannot be read.
ParsedLines read_table(const std::filesystem::path& file, const QcConfig& config, unsigned threads,
                       std::size_t most_rows = kAllRows);

/// Reads the header and the first rows only: throws input for a missing column, an empty table, or first rows none of
/// which can be read; io when there is no such file.
void check_table(const std::filesystem::path& file, QcConfig config);

}  // namespace cre
