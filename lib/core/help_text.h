#pragma once
// The help of a tool as it fits into a window.

#include <string>

namespace cre {

/// Breaks the lines that are longer than 100 columns at blanks; what explains an option goes on below itself, at column
/// 30. A word that is longer stays whole.
std::string wrap_help(const std::string& text);

}  // namespace cre
