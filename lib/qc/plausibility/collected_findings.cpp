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

Findings copy_findings(const KeptElements& elements, const QcConfig& config, unsigned threads) {
  return found_by({[&] { return standard_error_findings(elements, config); },
                   [&] { return contradiction_findings(elements, config); }},
                  threads);
}

TableFindings table_findings(const MeasuredTable& table, const QcConfig& config, const LengthPlan& plan,
                             const std::vector<Rule>& rules, const RuleOutcome& outcome, unsigned threads) {
  TableFindings out;
  parallel_run({[&] {
                  out.rows = found_by(
                      {[&] { return exclusion_findings(table, config); },
                       [&] { return adaptor_findings(table, config); }, [&] { return length_findings(plan, config); },
                       [&] { return rejection_findings(table, config, plan, rules, outcome); }},
                      threads);
                },
                [&] { out.unused_values = unused_value_findings(table, outcome.kept, config); },
                [&] { out.target_cells = target_cell_findings(table, outcome.kept, config); }},
               threads);
  return out;
}

Findings element_findings(TableFindings of_table, const KeptElements& elements, const std::vector<Findings>& of_values,
                          const QcConfig& config, unsigned threads) {
  Findings activities, weights, gaps;
  parallel_run(
      {[&] { activities = activity_findings(elements, of_values, config); },
       [&] { weights = weight_findings(elements, config); }, [&] { gaps = min_gap_findings(elements, config); }},
      threads);
  Findings all = std::move(of_table.rows);
  for (Findings* part : {&activities, &of_table.unused_values, &weights, &of_table.target_cells, &gaps}) {
    add_findings(all, std::move(*part));
  }
  return all;
}

}  // namespace cre
