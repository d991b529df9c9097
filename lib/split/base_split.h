#pragma once
// Another run's split of the same table: a variant of it must not be trained on rows that the other run tests.

#include <cstdint>
#include <optional>
#include <vector>

#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// The split that each of `elements` (N) has in the other run, by id; nothing for a row that the other run does not
/// have.
std::vector<std::optional<Split>> splits_in_base(const Elements& elements, const Elements& base,
                                                 const SplitAssignment& assignment);

/// Each row follows its group: to the test split when any row of the group is tested in the other run, else to
/// validation when any is there, else to training when any is there; nothing for a group of new rows alone.
/// `groups` (N) as from group_rows. Returns (N).
std::vector<std::optional<Split>> follow_groups(const std::vector<std::int64_t>& groups,
                                                const std::vector<std::optional<Split>>& base);

/// Strategy extend: what follow_groups says, training for new groups. Throws input when a split gets no row.
std::vector<Split> extended_split(const std::vector<std::optional<Split>>& followed);

}  // namespace cre
