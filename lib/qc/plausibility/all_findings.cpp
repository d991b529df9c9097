// Everything about a table that is possible but unlikely.

#include <iterator>

#include "qc/adaptors/adaptors.h"
#include "qc/plausibility/plausibility.h"

namespace cre {

Findings all_findings(const MeasuredTable& table, const QcConfig& config, const LengthPlan& plan,
                      const std::vector<Rule>& rules, const RuleOutcome& outcome, const Elements& elements) {
  Findings all;
  for (Findings part : {adaptor_findings(table, config), length_findings(plan, config),
                        rejection_findings(table, config, plan, rules, outcome), activity_findings(elements, config),
                        standard_error_findings(elements, config), weight_findings(elements, config),
                        target_cell_findings(table, outcome.kept, config), min_gap_findings(elements, config),
                        contradiction_findings(elements, config)}) {
    std::move(part.begin(), part.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace cre
