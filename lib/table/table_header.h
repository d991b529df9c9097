#pragma once
// Where the header of a table is and what separates its fields.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "table/line_reader.h"

namespace cre {

/// What is known about a table before it is opened.
struct TableForm {
  std::vector<std::string> names;  // columns that are wanted: the header is the first line that has them all
  std::optional<std::int64_t> header_line = {};  // the line with which the header begins; nothing: it is found
  bool has_header = true;                        // false: the columns are called "1", "2", ...
};

/// The header is looked for in so many lines that are neither empty nor comments.
inline constexpr std::size_t kMostTitleLines = 50;

struct TableHeader {
  char delimiter = ',';
  std::vector<std::string> names;  // as written, without blanks at their ends
  std::int64_t line = 0;           // with which it begins; 0: none
  std::size_t lines_passed = 0;    // lines of the file in front of the first row
  std::size_t names_found = 0;     // of those wanted
  std::string kind;                // of a file that is no table ("a FASTA file"), when none was found
  std::vector<std::string> notes;  // what is unusual about it, for people
};

/// Looks in the first lines of a file, which must not all be blank. In front of the header may be comments, whose lines
/// begin with ##, titles, and the line "sep=;" of spreadsheets. The delimiter is the one of tab, comma, semicolon, bar
/// and blank with which the names are found; a # in front of the first name does not count, but a line without one goes
/// first. Where no line has all names, the one with most of them is taken for the header, so that an error can say what
/// is missing. Throws input when there is no such line, or it cannot be split.
TableHeader find_header(const LineBlock& first, const TableForm& form, const std::filesystem::path& file);

/// "tabs", "commas", ...
const char* delimiter_name(char delimiter);

}  // namespace cre
