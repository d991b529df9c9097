#pragma once
// Loci and orientations in ids and region columns.

#include <string>
#include <string_view>

namespace cre {

/// "chr11", "X", "22", "chrUn_...": with or without "chr".
bool is_chromosome(std::string_view text);

/// The first "chr11:5248266" in a text; empty when there is none.
std::string_view locus_in(std::string_view text);

/// A regular expression for qc.columns.group_pattern that finds what locus_in finds.
inline constexpr const char* kLocusPattern = "chr[0-9A-Za-z_]+:[0-9]+";

/// What an id is without a mark of its orientation at its end: "_F" and "_R", "_fwd" and "_rev", "_+" and "_-",
/// "_sense" and "_antisense" (in any case, also after a colon, a point or a hyphen). Empty when it has none.
std::string_view without_orientation(std::string_view id);

/// A regular expression whose group is what without_orientation returns.
inline constexpr const char* kOrientationPattern =
    "(?i)^(.*)[_:.-](?:f|r|fwd|rev|forward|reverse|sense|antisense|[+-])$";

}  // namespace cre
