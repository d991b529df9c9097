#pragma once
// Rows of equal sequence, on either strand when asked, found by their digests and then compared base by base.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sequence/canonical_digest.h"

namespace cre {

/// For each row the first one of the same sequence, perhaps itself. `codes` (N, length) 0-4, N below 2^32 - 1;
/// `digests` (N) of canonical_digests with the same `both_strands`.
std::vector<std::uint32_t> first_equal_sequences(std::span<const std::uint8_t> codes, std::size_t length,
                                                 bool both_strands, std::span<const CanonicalDigest> digests,
                                                 unsigned threads);

/// The same, with digests of its own.
std::vector<std::uint32_t> first_equal_sequences(std::span<const std::uint8_t> codes, std::size_t length,
                                                 bool both_strands, unsigned threads);

}  // namespace cre
