// Plausibility: activities are log2 fold changes.

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "qc/plausibility/plausibility.h"
#include "qc/plausibility/sentinels.h"

namespace cre {
namespace {

void add_scale(const std::string& column, const ValueCounts& activity, Findings& findings) {
  const std::span<const double> values = activity.values();
  const bool whole = std::all_of(values.begin(), values.end(), [](double y) { return y == std::floor(y); });
  const bool never_negative = activity.smallest() >= 0.0;
  if (activity.size() < kFewestRows || (!whole && !never_negative)) {
    return;
  }
  const char* guess = !whole           ? "none is negative: ratios or counts?"
                      : never_negative ? "all are whole numbers and none is negative: counts?"
                                       : "all are whole numbers: classes, or rounded?";
  findings.push_back({"scale", concat("column ", column, ": of ", grouped(activity.size()), " activities ", guess,
                                      " creflow expects log2 fold changes")});
}

void add_values(const std::string& column, const ValueCounts& activity, const PlausibilityConfig& config,
                Findings& findings) {
  const std::vector<RepeatedValue> values = different_values(activity);
  const std::vector<RepeatedValue> outside = sentinels(values, config);
  add_sentinels(column, outside, findings);
  const auto is_sentinel = [&](double y) {
    return std::any_of(outside.begin(), outside.end(), [y](const RepeatedValue& value) { return value.value == y; });
  };
  std::size_t large = 0;
  for (const RepeatedValue& value : values) {
    large += std::fabs(value.value) > config.largest_activity && !is_sentinel(value.value) ? value.rows : 0;
  }
  if (large > 0) {
    findings.push_back({"large_activity", concat("column ", column, ": ", grouped(large), " activities are beyond ",
                                                 config.largest_activity, " in size (", activity.smallest(), " to ",
                                                 activity.largest(), "); a log2 fold change is expected")});
  }
  const auto most =
      std::max_element(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.rows < b.rows; });
  const double share = static_cast<double>(most->rows) / static_cast<double>(activity.size());
  if (activity.size() >= kFewestRows && share >= config.repeated_share) {
    findings.push_back(
        {"repeated_value", concat("column ", column, ": ", grouped(most->rows), " of ", grouped(activity.size()),
                                  " activities are exactly ", most->value, ": a limit of the assay, or filled in?")});
  }
}

/// Share of the rows with both that have equal values in two tasks.
double equal_share(const KeptElements& elements, std::size_t a, std::size_t b) {
  std::size_t both = 0, equal = 0;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const double first = elements.activity[row * elements.task_count() + a];
    const double second = elements.activity[row * elements.task_count() + b];
    if (std::isnan(first) || std::isnan(second)) {
      continue;
    }
    ++both;
    equal += first == second ? 1U : 0U;
  }
  return both < kFewestRows ? 0.0 : static_cast<double>(equal) / static_cast<double>(both);
}

}  // namespace

Findings value_findings(const ValueCounts& activity, const QcTask& task, const PlausibilityConfig& config) {
  Findings findings;
  if (!activity.empty()) {
    add_values(task.activity.text(), activity, config, findings);
    add_scale(task.activity.text(), activity, findings);
  }
  return findings;
}

Findings activity_findings(const KeptElements& elements, const std::vector<Findings>& of_values,
                           const QcConfig& config) {
  constexpr double kSameColumn = 0.99;  // share of equal values
  Findings findings;
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    const std::string column = config.tasks[task].activity.text();
    add_findings(findings, of_values[task]);
    for (std::size_t other = 0; other < task; ++other) {
      if (equal_share(elements, other, task) < kSameColumn) {
        continue;
      }
      findings.push_back({"same_column", concat("columns ", config.tasks[other].activity.text(), " and ", column,
                                                " hold the same values; is one of them named twice in qc.tasks?")});
    }
  }
  return findings;
}

}  // namespace cre
