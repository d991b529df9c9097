#pragma once
// One record of a CSV or TSV table into its fields (RFC 4180). A record is a line, or several where a quoted field has
// line ends in it: which lines belong together is told by quoted_records.h.

#include <string>
#include <string_view>
#include <vector>

namespace cre {

/// What is wrong with a record, as text for people; null when it is fine.
using LineProblem = const char*;

/// Splits at `delimiter`. A field that begins with a quote ends at the next lone quote; "" in it stands for one quote.
/// `fields` point into `line`, or into `unquoted` where quotes had to be taken out: both must outlive them.
LineProblem split_delimited(std::string_view line, char delimiter, std::vector<std::string_view>& fields,
                            std::string& unquoted);

}  // namespace cre
