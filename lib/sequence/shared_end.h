#pragma once
// From when on an end of the sequences of a table is no chance but an adaptor.

#include <cstddef>

namespace cre {

/// From this share of the rows on an end counts as shared by nearly all.
inline constexpr double kNearlyAllRows = 0.95;

/// With fewer rows than this nothing is said about ends.
inline constexpr std::size_t kFewestRowsWithEnds = 20;

}  // namespace cre
