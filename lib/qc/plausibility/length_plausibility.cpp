// Plausibility: elements of one length.

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "qc/plausibility/plausibility.h"

namespace cre {
namespace {

/// "80 to 180 bases, the most common length 140 (8.8 %)".
std::string profile_text(const LengthProfile& profile) {
  return concat(profile.min, " to ", profile.max, " bases, the most common length ", profile.mode, " (",
                percent_text(profile.mode_share), " of the rows)");
}

}  // namespace

void check_adjusted_lengths(const LengthPlan& plan, const QcConfig& config) {
  const bool told = config.off_length != OffLength::automatic || config.length.has_value();
  if (told || plan.action != OffLengthAction::adjust || plan.off_fraction <= config.plausibility.adjusted_share) {
    return;
  }
  fail(ErrorKind::input, "column ", config.columns.sequence, ": ", percent_text(plan.off_fraction),
       " of the sequences would be trimmed or padded with N to ", plan.length, " bases (they have ",
       profile_text(plan.profile), "); set qc.off_length: adjust to accept that, qc.off_length: reject to leave them ",
       "out, or qc.length to the length wanted");
}

Findings length_findings(const LengthPlan& plan, const QcConfig& config) {
  Findings findings;
  if (!config.length && plan.profile.mode_share < config.plausibility.mode_share) {
    findings.push_back({"mode_of_lengths", concat("the sequences have ", profile_text(plan.profile),
                                                  ", which fewer than half have; set qc.length to the length wanted")});
  }
  if (config.off_length == OffLength::automatic && plan.action == OffLengthAction::adjust && plan.off_fraction > 0.0) {
    findings.push_back(
        {"adjusted_lengths", concat(percent_text(plan.off_fraction), " of the sequences are trimmed or padded ",
                                    "with N to ", plan.length, " bases (they have ", profile_text(plan.profile),
                                    "); qc.off_length: reject leaves them out, adjust accepts it")});
  }
  return findings;
}

}  // namespace cre
