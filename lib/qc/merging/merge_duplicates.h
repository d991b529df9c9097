#pragma once
// Kept rows with the same sequence become one.

#include <vector>

#include "qc/kept_elements.h"
#include "qc/plausibility/finding.h"
#include "qc/qc_config.h"
#include "qc/rules/rejection.h"

namespace cre {

struct DuplicateMerge {
  Rejections merged;  // rows that are elements no more, in table order
  Findings findings;  // columns in which copies differ
};

/// Does nothing with qc.duplicates keep. Else the first of the rows with one sequence carries all: its id, line and
/// other columns stay, each task gets the merged activity of the copies in which it is measured, with the standard
/// error propagated from theirs (NaN when the task has none, or with mean and median a copy has none), weights are
/// made anew, and kDuplicate goes. Copies without a standard error count with inverse_variance only when none has one.
DuplicateMerge merge_duplicates(KeptElements& elements, const QcConfig& config);

}  // namespace cre
