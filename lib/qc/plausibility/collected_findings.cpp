// Everything about a table that is possible but unlikely.

#include <iterator>
#include <utility>

#include "qc/adaptors/adaptors.h"
#include "qc/exclusion.h"
#include "qc/plausibility/plausibility.h"

namespace cre {

void add_findings(Findings& all, Findings more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

Findings copy_findings(const Elements& elements, const QcConfig& config) {
  Findings all = standard_error_findings(elements, config);
  add_findings(all, contradiction_findings(elements, config));
  return all;
}

Findings table_findings(const MeasuredTable& table, const QcConfig& config, const LengthPlan& plan,
                        const std::vector<Rule>& rules, const RuleOutcome& outcome, const Elements& elements) {
  Findings all;
  for (Findings part : {exclusion_findings(table, config), adaptor_findings(table, config),
                        length_findings(plan, config), rejection_findings(table, config, plan, rules, outcome),
                        activity_findings(elements, config), weight_findings(elements, config),
                        target_cell_findings(table, outcome.kept, config), min_gap_findings(elements, config)}) {
    add_findings(all, std::move(part));
  }
  return all;
}

}  // namespace cre
