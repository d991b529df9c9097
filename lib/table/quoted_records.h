#pragma once
// Records whose quoted fields go over several lines.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "table/line_reader.h"

namespace cre {

/// A quoted field has at most so many lines, and so many bytes after the first of them; a quote that is open for
/// longer is a stray one.
inline constexpr std::size_t kMostRecordLines = 1000;
inline constexpr std::size_t kMostRecordBytes = std::size_t{1} << 20U;

/// Number of lines of the record that begins with lines[at]; 0 when more lines are needed to tell. A quote that does
/// not end, or that text follows, makes no record of several lines: the answer is 1, and splitting that line says what
/// is wrong. `lines` lie one after the other in one text. `more`: may further lines follow?
std::size_t record_lines(const std::vector<std::string_view>& lines, std::size_t at, char delimiter, bool more);

/// The lines [at, at + count) as one.
std::string_view joined_lines(const std::vector<std::string_view>& lines, std::size_t at, std::size_t count);

/// Joins the lines of a block to records of `columns` fields. Lines at the end that are the begin of a record go back
/// to the reader. Where the lines of a record have all its fields each, they are no record, but a stray quote swallows
/// rows: they stay lines.
void join_records(LineBlock& block, LineReader& reader, char delimiter, std::size_t columns);

}  // namespace cre
