#pragma once

#include <limits>

namespace cre {

/// A number that cannot be computed.
inline constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

}  // namespace cre
