#pragma once
// Names of columns as people write them in a header and in a config.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cre {

/// `text` with one blank for every run of blanks and line ends, none at its ends.
std::string on_one_line(std::string_view text);

struct NameMatch {
  std::size_t index = 0;
  std::size_t count = 0;       // columns with that name; 0: none
  bool by_first_line = false;  // found by the first line of a name over several lines only
};

/// Where the column `name` is in a header: blanks and line ends count alike, then not at all ("K562 (log2)" is the same
/// as "K562(log2)"); last, by the first line of a name over several lines.
NameMatch find_name(const std::vector<std::string>& header, const std::string& name);

/// Lower-case letters and digits only, as cell types are spelled in many ways: "SK-N-SH" -> "sknsh".
std::string comparable_name(std::string_view name);

}  // namespace cre
