#pragma once
// Internal to number_roles.cpp: columns of numbers that may be activities, and the tasks that their names tell apart.

#include <cstddef>
#include <string>
#include <vector>

#include "qc/describe/name_words.h"

namespace cre {

/// A column of numbers that may be an activity.
struct ActivityCandidate {
  std::size_t column = 0;
  NameMeaning meaning;
  bool is_replicate = false;
};

using ActivityCandidates = std::vector<ActivityCandidate>;

/// K562_1 and K562_2 are replicates, too: their names lose the number.
void find_numbered_replicates(ActivityCandidates& candidates);

/// Words that all names have tell no tasks apart.
void drop_common_words(ActivityCandidates& candidates);

/// What the words that are left make of a task: "activity" without any. Numbers are no name: columns of a table without
/// a header are called by them, and become "column3".
std::string task_name(const std::string& stem);

}  // namespace cre
