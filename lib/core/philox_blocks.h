#pragma once
// Many blocks of Philox4x32-10 at once, by vectors where the processor has AVX2.

#include <cstdint>
#include <span>

#include "core/random.h"

namespace cre {

/// Fills `words`, a multiple of 4 of them, with philox(counter, key), philox(counter + 1, key), ...; only the first
/// word of the counter goes up, and wraps around.
void philox_blocks(PhiloxCounter counter, PhiloxKey key, std::span<std::uint32_t> words);

}  // namespace cre
