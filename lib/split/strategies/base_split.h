#pragma once
// Another run's split of the same table: a variant of it must not be trained on rows that the other run tests.

#include <cstdint>
#include <optional>
#include <vector>

#include "split/split_config.h"
#include "storage/elements.h"
#include "storage/row_match.h"
#include "storage/split_assignment.h"

namespace cre {

/// What the other run decided about the elements here (N).
struct BaseSplits {
  std::vector<std::optional<Split>> own;    // (N) of the same element; nothing when the other run does not have it
  std::vector<std::optional<Split>> bound;  // (N) the strictest split of that and of every equal sequence there
  MatchCounts matched;                      // by what elements are known
  std::int64_t test_rows = 0;               // rows that the other run tests ...
  std::int64_t missing_test_rows = 0;       // ... and those of them that are not here
};

/// An element is the same when its sequence is, whatever its id (match_rows). One whose id alone is known (ids of both
/// are the table's, the sequence is another one there: corrected, trimmed otherwise) is held to the split of its id.
/// Equal sequences count on both strands when `both_strands`.
BaseSplits splits_in_base(const Elements& elements, const Elements& base, const SplitAssignment& assignment,
                          bool both_strands, unsigned threads);

/// Each row follows its group: to the test split when any row of the group is tested in the other run, else to
/// validation when any is there, else to training when any is there; nothing for a group of new rows alone.
/// `groups` (N) as from group_rows. Returns (N).
std::vector<std::optional<Split>> follow_groups(const std::vector<std::int64_t>& groups,
                                                const std::vector<std::optional<Split>>& base);

/// Strategy extend: what follow_groups says, training for new groups. Throws input when a split gets no row.
std::vector<Split> extended_split(const std::vector<std::optional<Split>>& followed);

}  // namespace cre
