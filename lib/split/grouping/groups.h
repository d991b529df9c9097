#pragma once
// Which rows must stay together. A group is a connected component: rows that share a sequence or a column value,
// directly or through other rows.

#include <cstdint>
#include <span>
#include <vector>

#include "split/split_config.h"
#include "storage/elements.h"

namespace cre {

/// Key of a sequence: equal keys mean equal sequences, on either strand when asked. (L) codes.
std::vector<std::uint8_t> sequence_key(std::span<const std::uint8_t> codes, bool both_strands);

/// Rows whose group is empty: cre-qc leaves out a missing value.
std::size_t rows_without_group(const Elements& elements);

/// (N) group numbers from 0, in order of first appearance. A row without a group shares one by its sequence only, if at
/// all. Throws input when a group column is asked for but absent, or empty in a row (naming it) unless
/// `config.missing_group` is own.
std::vector<std::int64_t> group_rows(const Elements& elements, const SplitConfig& config, unsigned threads);

}  // namespace cre
