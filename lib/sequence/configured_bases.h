#pragma once
// Bases that a config gives: flanks, adaptors.

#include <string>

#include "core/config.h"

namespace cre {

/// Throws config at `place` when `bases` has another letter than A, C, G, T, N (either case).
void check_configured_bases(const Place& place, const std::string& bases);

}  // namespace cre
