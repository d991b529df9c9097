#include "qc/plausibility/plausibility_config.h"

namespace cre {

void describe(Description& d, PlausibilityConfig& c) {
  const Limits share = between(0, 1);
  d.number("largest_activity", c.largest_activity, above(0), "l2fc", "Larger absolute activities are questioned.");
  d.integer(
      "sentinel_repeats", c.sentinel_repeats, at_least(2), "rows",
      "From so many rows on, one and the same value far outside of the others may stand for a missing one (-999).");
  d.number("sentinel_distance", c.sentinel_distance, above(0), "interquartile ranges",
           "How far outside of the quartiles of the different values such a value is.");
  d.number("repeated_share", c.repeated_share, {.low = 0, .high = 1, .low_open = true}, "share of rows",
           "From this share on, one and the same activity in many rows is questioned (a floor, a filled-in value).");
  d.number("smallest_error_ratio", c.smallest_error_ratio, at_least(0), "",
           "Standard errors whose root mean square is a smaller part of the activities' standard deviation may be "
           "variances.");
  d.number("error_disagreement", c.error_disagreement, above(1), "",
           "How many times larger or smaller than the standard errors say the variance between copies of one sequence "
           "may be.");
  d.number("unknown_target_share", c.unknown_target_share, share, "share of rows",
           "Larger shares of target cells that are no task are questioned.");
  d.number(
      "min_gap_agreement", c.min_gap_agreement, share, "share of rows",
      "Smaller shares of rows whose MinGap is the activity of the target cell minus the best other are questioned.");
  d.number("mode_share", c.mode_share, share, "share of rows",
           "A most common length that fewer rows have is questioned, unless qc.length names one.");
  d.number("adjusted_share", c.adjusted_share, share, "share of rows",
           "When more rows would be trimmed or padded, the run stops, unless qc.off_length or qc.length is set.");
  d.number("rule_share", c.rule_share, share, "share of rows", "A rule that rejects more rows is questioned.");
  d.number("subset_share", c.subset_share, {.low = 0, .high = 1, .low_open = true}, "share of rows",
           "A rule that rejects at least this share of a subset (shorter elements, those with N at an end, one target "
           "cell, one chromosome, one published split), but at most half of it elsewhere, is questioned.");
  d.number("contradiction", c.contradiction, above(0), "l2fc",
           "Activities of one sequence that differ by more, and by more than four standard errors, are questioned.");
}

}  // namespace cre
