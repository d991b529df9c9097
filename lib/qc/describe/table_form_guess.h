#pragma once
// Where the header of a table is when nothing is known of its columns.

#include <filesystem>

#include "qc/qc_config.h"
#include "table/table_header.h"

namespace cre {

/// The first line with most fields, no sequences and few numbers among them, as many as nearly all rows below it have
/// (or one less: row names), split at the delimiter that gives most of them. Without such a line, but rows of equal
/// width: a table without a header. `names` holds the first few. `config`: header and header_line are kept where they
/// are set. Throws as LineReader, and input when neither is found, saying what the file looks like.
TableForm guess_table_form(const std::filesystem::path& file, const QcConfig& config);

}  // namespace cre
