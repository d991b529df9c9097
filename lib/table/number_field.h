#pragma once
// A field that should hold a number.

#include <string_view>

namespace cre {

enum class NumberField { number, missing, unreadable };

/// Blanks around it are ignored. Missing: empty, NA, N/A, NaN, null, None or '.' in any case (value becomes NaN).
/// Infinite values are numbers. Never depends on the locale.
NumberField read_number_field(std::string_view field, double& value);

}  // namespace cre
