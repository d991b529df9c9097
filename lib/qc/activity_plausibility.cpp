// Plausibility: activities are log2 fold changes.

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "qc/activity_report.h"
#include "qc/plausibility.h"
#include "statistics/summary.h"

namespace cre {
namespace {

constexpr std::size_t kFewestRows = 20;

struct RepeatedValue {
  double value = 0.0;
  std::size_t rows = 0;
};

/// The different values of an ascending series, and how often each is there.
std::vector<RepeatedValue> different_values(const std::vector<double>& ascending) {
  std::vector<RepeatedValue> out;
  for (const double value : ascending) {
    if (out.empty() || out.back().value != value) out.push_back({value, 0});
    ++out.back().rows;
  }
  return out;
}

std::string values_text(const std::vector<RepeatedValue>& values) {
  constexpr std::size_t kShown = 3;
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(kShown, values.size()); ++i) {
    out.push_back(concat(values[i].value, " (", values[i].rows, " rows)"));
  }
  return concat(join(out, ", "), values.size() > kShown ? ", ..." : "");
}

/// Values far outside of the others that many rows share. The quartiles are those of the different values, so that a
/// sentinel counts once however many rows have it.
std::vector<RepeatedValue> sentinels(const std::vector<RepeatedValue>& values, const PlausibilityConfig& config) {
  std::vector<double> different;
  for (const RepeatedValue& value : values) different.push_back(value.value);
  const double low = percentile_of_sorted(different, 25);
  const double high = percentile_of_sorted(different, 75);
  const double margin = config.sentinel_distance * (high - low);
  std::vector<RepeatedValue> out;
  for (const RepeatedValue& value : values) {
    const bool outside = value.value < low - margin || value.value > high + margin;
    if (outside && value.rows >= static_cast<std::size_t>(config.sentinel_repeats)) out.push_back(value);
  }
  return out;
}

void add_scale(const std::string& column, const std::vector<double>& ascending, Findings& findings) {
  const bool whole = std::all_of(ascending.begin(), ascending.end(), [](double y) { return y == std::floor(y); });
  const bool never_negative = ascending.front() >= 0.0;
  if (ascending.size() < kFewestRows || (!whole && !never_negative)) return;
  const char* guess = !whole           ? "none is negative: ratios or counts?"
                      : never_negative ? "all are whole numbers and none is negative: counts?"
                                       : "all are whole numbers: classes, or rounded?";
  findings.push_back({"scale", concat("column ", column, ": of ", ascending.size(), " activities ", guess,
                                      " creflow expects log2 fold changes")});
}

void add_values(const std::string& column, const std::vector<double>& ascending, const PlausibilityConfig& config,
                Findings& findings) {
  const std::vector<RepeatedValue> values = different_values(ascending);
  const std::vector<RepeatedValue> outside = sentinels(values, config);
  if (!outside.empty()) {
    findings.push_back(
        {"sentinel", concat("column ", column, ": ", values_text(outside), " is far outside of all other ",
                            "values: does it stand for a missing one? Leave such cells empty, or write "
                            "NA")});
  }
  const auto large = std::count_if(ascending.begin(), ascending.end(),
                                   [&](double y) { return std::fabs(y) > config.largest_activity; });
  if (large > 0 && outside.empty()) {
    findings.push_back({"large_activity", concat("column ", column, ": ", large, " activities are beyond ",
                                                 config.largest_activity, " in size (", ascending.front(), " to ",
                                                 ascending.back(), "); a log2 fold change is expected")});
  }
  const auto most =
      std::max_element(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.rows < b.rows; });
  const double share = static_cast<double>(most->rows) / static_cast<double>(ascending.size());
  if (ascending.size() >= kFewestRows && share >= config.repeated_share) {
    findings.push_back(
        {"repeated_value", concat("column ", column, ": ", most->rows, " of ", ascending.size(),
                                  " activities are exactly ", most->value, ": a limit of the assay, or filled in?")});
  }
}

/// Share of the rows with both that have equal values in two tasks.
double equal_share(const Elements& elements, std::size_t a, std::size_t b) {
  std::size_t both = 0, equal = 0;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const double first = elements.activity[row * elements.task_count() + a];
    const double second = elements.activity[row * elements.task_count() + b];
    if (std::isnan(first) || std::isnan(second)) continue;
    ++both;
    equal += first == second ? 1U : 0U;
  }
  return both < kFewestRows ? 0.0 : static_cast<double>(equal) / static_cast<double>(both);
}

}  // namespace

Findings activity_findings(const Elements& elements, const QcConfig& config) {
  constexpr double kSameColumn = 0.99;  // share of equal values
  Findings findings;
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    std::vector<double> ascending = finite_values(elements.activity, task, elements.task_count());
    std::sort(ascending.begin(), ascending.end());
    if (ascending.empty()) continue;
    const std::string& column = config.tasks[task].activity;
    add_values(column, ascending, config.plausibility, findings);
    add_scale(column, ascending, findings);
    for (std::size_t other = 0; other < task; ++other) {
      if (equal_share(elements, other, task) < kSameColumn) continue;
      findings.push_back({"same_column", concat("columns ", config.tasks[other].activity, " and ", column,
                                                " hold the same values; is one of them named twice in qc.tasks?")});
    }
  }
  return findings;
}

}  // namespace cre
