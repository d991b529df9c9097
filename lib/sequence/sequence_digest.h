#pragma once
// What names an element in every file: the SHA-256 of its cleaned sequence. Ids may be renamed and row numbers shift
// from one release of a table to the next; the sequence is what was measured.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/digest.h"

namespace cre {

/// SHA-256 of the sequence as letters ACGTN, what `printf ACGT | sha256sum` says. (L) codes 0-4.
Sha256Digest sequence_digest(std::span<const std::uint8_t> codes);

/// Of every row. `codes` (N, length), length at least 1. Returns (N).
std::vector<Sha256Digest> sequence_digests(std::span<const std::uint8_t> codes, std::size_t length, unsigned threads);

}  // namespace cre
