#pragma once
// What would share a group with training rows if rows were grouped otherwise.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/union_find.h"
#include "storage/elements.h"

namespace cre {

/// Merges rows (n) of `codes` (n, L) that belong together.
using MergeRows = std::function<void(std::span<const std::uint8_t> codes, UnionFind& rows)>;

/// (rows) is the row in a group with a training row: near one itself (`linked`), or through others of `rows`? That is
/// all, since a chain of near rows from one of these enters training somewhere.
std::vector<bool> grouped_with_training(const Elements& elements, std::span<const std::uint32_t> rows,
                                        const std::vector<bool>& linked, const MergeRows& merge);

}  // namespace cre
