#pragma once
// One line of a CSV or TSV table into its fields (RFC 4180, except that a quoted field must end on its line).

#include <string>
#include <string_view>
#include <vector>

namespace cre {

/// What is wrong with a line, as text for people; null when it is fine.
using LineProblem = const char*;

/// Splits at `delimiter`. A field that begins with a quote ends at the next lone quote; "" in it stands for one quote.
/// `fields` point into `line`, or into `unquoted` where quotes had to be taken out: both must outlive them.
LineProblem split_delimited(std::string_view line, char delimiter, std::vector<std::string_view>& fields,
                            std::string& unquoted);

}  // namespace cre
