// Settings of the rules, where the defaults would lose many rows.

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "qc/describe/suggestion.h"

namespace cre {
namespace {

constexpr double kSomeRows = 0.01;  // from this share on a setting is changed for their sake

// Natural lengths: the longest ones count, and the others are padded. Networks need one length.
void fit_lengths(const QcTrial& trial, Suggestion& made) {
  QcConfig& qc = made.qc;
  const LengthPlan& plan = trial.lengths;
  const bool told = qc.off_length != OffLength::automatic || qc.length.has_value();
  if (told || plan.length == 0 || plan.action == OffLengthAction::reject ||
      plan.off_fraction <= qc.plausibility.adjusted_share) {
    return;
  }
  qc.length = plan.profile.max;
  qc.off_length = OffLength::adjust;
  const double padded = 1.0 - static_cast<double>(plan.profile.min) / static_cast<double>(plan.profile.max);
  qc.max_n_fraction = std::max(qc.max_n_fraction, std::ceil(100.0 * padded) / 100.0);
  made.say("qc.length", concat("the inserts have ", plan.profile.min, " to ", plan.profile.max,
                               " bases, and networks need one length: all are padded with N to the longest. A smaller "
                               "length trims the longer ones to their centre"));
  made.say("qc.max_n_fraction", "allows the padding of the shortest ones");
}

void fit_letters(const DescribedTable& table, const QcTrial& trial, Suggestion& made) {
  QcConfig& qc = made.qc;
  const double limit = kSomeRows * static_cast<double>(trial.read);
  const auto many = [&](const char* code) { return static_cast<double>(trial.rejected_by(code)) > limit; };
  const std::string& letters = table.profiles[*table.roles.sequence].letters;
  constexpr double kPermissive = 0.05;
  if (many("invalid_base") && letters.find_first_of("RYSWKMBDHV") != std::string::npos) {
    qc.iupac = Iupac::to_n;
    qc.max_n_fraction = std::max(qc.max_n_fraction, kPermissive);
    made.say("qc.iupac", "ambiguity codes such as R and Y are read as N");
  }
  if (many("too_many_n") && qc.max_n_fraction < kPermissive) {
    made.say("qc.max_n_fraction",
             concat(grouped(trial.rejected_by("too_many_n")), " rows have N in the sequence; 0 rejects them all"));
    qc.max_n_fraction = kPermissive;
  }
}

void fit_missing_tasks(const QcTrial& trial, Suggestion& made) {
  if (static_cast<double>(trial.incomplete) <= kSomeRows * static_cast<double>(trial.read)) {
    return;
  }
  made.qc.allow_missing_tasks = true;
  made.say("qc.allow_missing_tasks",
           concat(grouped(trial.incomplete),
                  " rows lack some tasks (or their standard errors: an activity without one does not "
                  "count): what they have is used. false rejects them"));
}

}  // namespace

void suggest_rules(const DescribedTable& table, const QcTrial& trial, Suggestion& made) {
  fit_lengths(trial, made);
  fit_letters(table, trial, made);
  fit_missing_tasks(trial, made);
}

void suggest_standard_error_rule(const QcTrial& trial, Suggestion& made) {
  const StandardErrorComparison& errors = trial.standard_errors;
  if (!errors.available || made.qc.se_rule != StandardErrorRule::any_task) {
    return;
  }
  const std::string above = concat("standard errors above ", made.qc.se_threshold);
  const std::string of = concat(grouped(errors.removed_by_a), " of ", grouped(errors.candidates), " rows");
  if (errors.warning.empty()) {
    made.say("qc.se_rule", concat("rule A rejects rows with ", above, " in any task: ", of));
    return;
  }
  made.qc.se_rule = StandardErrorRule::weights_only;
  made.say("qc.se_rule", concat("rule A (no ", above, " in any task) would reject ", of,
                                "; C rejects none, and weights each value by its standard error instead"));
}

}  // namespace cre
