// Plausibility: replicates agree, rows of one element are alike, counts are counts.

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "qc/merging/differing_facts.h"
#include "qc/merging/replicate_agreement.h"
#include "qc/plausibility/plausibility.h"

namespace cre {
namespace {

constexpr double kErrorsApart = 4.0;  // so many standard errors of a difference are no noise

struct Spread {
  std::size_t row = 0;  // that carries the element
  double low = 0.0, high = 0.0;
  double error = 0.0;  // standard error of the difference of the two; 0 where the table has none

  double size() const { return high - low; }
};

Spread spread_of(const ReplicateValues& values, std::size_t row) {
  const auto [low, high] = std::minmax_element(values.value.begin(), values.value.end());
  const double error = std::hypot(values.error[static_cast<std::size_t>(low - values.value.begin())],
                                  values.error[static_cast<std::size_t>(high - values.value.begin())]);
  return {row, *low, *high, std::isnan(error) ? 0.0 : error};
}

void add_disagreement(const MeasuredTable& table, const QcConfig& config, const ReplicateMerge& merge,
                      const std::vector<std::size_t>& kept, std::size_t task, Findings& findings) {
  std::vector<Spread> spreads;
  double within = 0.0, freedom = 0.0;
  for (const auto& rows : rows_of_elements(merge.groups, kept)) {
    const ReplicateValues values = replicate_values(table, merge.places[task], rows);
    if (values.value.size() < 2) {
      continue;
    }
    double sum = 0.0, squares = 0.0;
    for (const double value : values.value) {
      sum += value;
      squares += value * value;
    }
    const auto n = static_cast<double>(values.value.size());
    within += squares - sum * sum / n;
    freedom += n - 1.0;
    spreads.push_back(spread_of(values, rows.front()));
  }
  // Without standard errors the replicates of all elements together say what noise is.
  const double usual = merge.places[task].has_errors || freedom == 0.0 ? 0.0 : std::sqrt(2.0 * within / freedom);
  std::int64_t count = 0;
  const Spread* worst = nullptr;
  for (const Spread& spread : spreads) {
    if (spread.size() <= std::max(config.plausibility.contradiction, kErrorsApart * std::max(usual, spread.error))) {
      continue;
    }
    ++count;
    worst = worst == nullptr || spread.size() > worst->size() ? &spread : worst;
  }
  if (worst != nullptr) {
    findings.push_back({"contradicting_replicates",
                        concat("task ", config.tasks[task].name, ": replicates of ", counted(count, "element"),
                               " differ by more than ", config.plausibility.contradiction,
                               " and by more than noise (for instance ", worst->low, " and ", worst->high, " of ",
                               table.id[worst->row], ", ", line_text(table, worst->row), ")")});
  }
}

void add_sequences(const MeasuredTable& table, const RowGroups& groups, Findings& findings) {
  std::int64_t count = 0;
  std::size_t example = 0;
  for (std::size_t i = 0; i < groups.count(); ++i) {
    const auto rows = groups.group(i);
    const bool alike = std::all_of(
        rows.begin(), rows.end(), [&](std::size_t row) { return table.sequence(row) == table.sequence(rows.front()); });
    example = !alike && count == 0 ? i : example;
    count += alike ? 0 : 1;
  }
  if (count > 0) {
    const auto rows = groups.group(example);
    findings.push_back(
        {"contradicting_rows",
         concat("rows with one id have different sequences (", counted(count, "id"), ", for instance ",
                table.id[rows.front()], ", ", line_text(table, rows.front()), "); the first row's sequence is kept")});
  }
}

}  // namespace

Findings replicate_findings(const MeasuredTable& table, const QcConfig& config, const ReplicateMerge& merge,
                            const std::vector<std::size_t>& kept) {
  Findings findings = differing_facts(table, merge.groups, "contradicting_rows", "rows of one element");
  if (config.replicates.rows == ReplicateRows::id) {
    add_sequences(table, merge.groups, findings);
  }
  for (std::size_t task = 0; task < table.tasks; ++task) {
    if (merge.places[task].columns == 0) {
      continue;
    }
    add_disagreement(table, config, merge, kept, task, findings);
    if (merge.counts[task].not_whole > 0) {
      findings.push_back(
          {"counts_not_whole", concat("task ", config.tasks[task].name, ": ", merge.counts[task].not_whole,
                                      " RNA and DNA counts are no whole numbers: are they scaled already?")});
    }
  }
  return findings;
}

}  // namespace cre
