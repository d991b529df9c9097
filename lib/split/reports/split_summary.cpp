#include "split/reports/split_summary.h"

#include "core/text.h"
#include "split/audit/leakage_check.h"

namespace cre {
namespace {

void add_missed(const std::string& what, double found, double allowed, std::vector<std::string>& warnings) {
  if (found <= allowed) {
    return;
  }
  warnings.push_back(concat(what, " deviates by ", fixed_text(100.0 * found, 2),
                            " percentage points, more than the tolerance of ", fixed_text(100.0 * allowed, 2),
                            "; large groups leave no better assignment"));
}

}  // namespace

SplitSummary summarize_split(const Elements& elements, const SplitAssignment& assignment, const SplitConfig& config) {
  SplitSummary summary;
  summary.rows = count_splits(assignment.split);
  if (config.strategy == SplitStrategy::random) {
    summary.deviation = split_deviation(elements, assignment.split, config.fractions);
    add_missed("the size of a split", summary.deviation->size, config.tolerance, summary.warnings);
    for (const auto& [name, deviation] : summary.deviation->shares) {
      add_missed(name == "target_cell" ? "a target-cell share" : concat("a share of ", name), deviation,
                 config.tolerance, summary.warnings);
    }
  }
  summary.crossing_sequences = count_crossing_sequences(elements, assignment.split, config.both_strands);
  if (summary.crossing_sequences > 0) {
    summary.warnings.push_back(
        concat("leakage: ", grouped(summary.crossing_sequences), " sequences are in more than one split"));
  }
  return summary;
}

}  // namespace cre
