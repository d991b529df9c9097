// Everything about a table that is possible but unlikely.

#include <functional>
#include <iterator>
#include <utility>

#include "core/parallel.h"
#include "qc/adaptors/adaptors.h"
#include "qc/exclusion.h"
#include "qc/plausibility/plausibility.h"

namespace cre {
namespace {

Findings found_by(const std::vector<std::function<Findings()>>& looks, unsigned threads) {
  std::vector<Findings> parts(looks.size());
  parallel_for(looks.size(), threads, [&](std::size_t i) { parts[i] = looks[i](); });
  Findings all;
  for (Findings& part : parts) {
    add_findings(all, std::move(part));
  }
  return all;
}

}  // namespace

void add_findings(Findings& all, Findings more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

Findings copy_findings(const Elements& elements, const AscendingValues& ascending, const QcConfig& config,
                       unsigned threads) {
  return found_by({[&] { return standard_error_findings(elements, ascending, config); },
                   [&] { return contradiction_findings(elements, config); }},
                  threads);
}

Findings table_findings(const MeasuredTable& table, const QcConfig& config, const LengthPlan& plan,
                        const std::vector<Rule>& rules, const RuleOutcome& outcome, const Elements& elements,
                        const AscendingValues& ascending, unsigned threads) {
  return found_by({[&] { return exclusion_findings(table, config); }, [&] { return adaptor_findings(table, config); },
                   [&] { return length_findings(plan, config); },
                   [&] { return rejection_findings(table, config, plan, rules, outcome); },
                   [&] { return activity_findings(elements, ascending, config); },
                   [&] { return unused_value_findings(table, outcome.kept, config); },
                   [&] { return weight_findings(elements, config); },
                   [&] { return target_cell_findings(table, outcome.kept, config); },
                   [&] { return min_gap_findings(elements, config); }},
                  threads);
}

}  // namespace cre
