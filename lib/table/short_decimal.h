#pragma once
// Internal to number_field.cpp: most numbers of a table, quicker than std::from_chars reads them.

#include <optional>
#include <string_view>

namespace cre {

/// A number of at most 15 digits written -12.345 or 12, exactly as from_chars reads it: digits and power of ten are
/// exact, so their quotient is the nearest double. Nothing for any other text.
std::optional<double> short_decimal(std::string_view text);

}  // namespace cre
