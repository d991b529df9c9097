// Plausibility: copies of one sequence have about the same activity.

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "core/text.h"
#include "qc/duplicates.h"
#include "qc/plausibility/plausibility.h"

namespace cre {
namespace {

constexpr double kErrors = 4.0;  // so many standard errors of a difference are no noise

struct Extremes {
  std::size_t lowest = 0, highest = 0;  // rows
};

/// Standard error of the difference of two rows in one task; 0 where the table has none.
double difference_error(const KeptElements& elements, std::size_t task, const Extremes& rows) {
  const auto error = [&](std::size_t row) { return elements.standard_error[row * elements.task_count() + task]; };
  const double error_of_both = std::hypot(error(rows.lowest), error(rows.highest));
  return std::isnan(error_of_both) ? 0.0 : error_of_both;
}

/// Of the rows whose value is there; nothing without any.
template <class ValueOf>
std::optional<Extremes> extremes(std::span<const std::size_t> rows, ValueOf value) {
  std::optional<Extremes> out;
  for (const std::size_t row : rows) {
    if (std::isnan(value(row))) {
      continue;
    }
    if (!out) {
      out = {row, row};
    }
    if (value(row) < value(out->lowest)) {
      out->lowest = row;
    }
    if (value(row) > value(out->highest)) {
      out->highest = row;
    }
  }
  return out;
}

bool has_one_sequence(const KeptElements& elements) {
  for (std::size_t row = 1; row < elements.rows(); ++row) {
    if (!elements.sequences.are_equal(row, 0)) {
      return false;
    }
  }
  return true;
}

}  // namespace

Findings contradiction_findings(const KeptElements& elements, const QcConfig& config) {
  const std::size_t tasks = elements.task_count();
  const RowGroups groups = copies_of_sequences(elements);
  Findings findings;
  if (elements.rows() > 1 && has_one_sequence(elements)) {
    findings.push_back(
        {"one_sequence", concat("all ", grouped(elements.rows()), " kept rows have the same sequence: does ",
                                "qc.columns.sequence name the right column?")});
  }
  for (std::size_t task = 0; task < tasks; ++task) {
    const auto activity = [&](std::size_t row) { return elements.activity[row * tasks + task]; };
    std::vector<Extremes> copies;
    for (std::size_t i = 0; i < groups.count(); ++i) {
      if (const std::optional<Extremes> same = extremes(groups.group(i), activity)) {
        copies.push_back(*same);
      }
    }
    std::int64_t count = 0;
    const Extremes* worst = nullptr;
    const auto spread = [&](const Extremes& same) { return activity(same.highest) - activity(same.lowest); };
    for (const Extremes& same : copies) {
      const double noise = kErrors * difference_error(elements, task, same);
      if (spread(same) <= std::max(config.plausibility.contradiction, noise)) {
        continue;
      }
      ++count;
      if (worst == nullptr || spread(same) > spread(*worst)) {
        worst = &same;
      }
    }
    if (worst == nullptr) {
      continue;
    }
    findings.push_back(
        {"contradiction", concat("task ", elements.tasks[task], ": ", "copies of ", counted(count, "sequence"),
                                 " have activities ", "that differ by more than ", config.plausibility.contradiction,
                                 " (for instance ", activity(worst->lowest), " in ", line_text(elements, worst->lowest),
                                 " and ", activity(worst->highest), " in ", line_text(elements, worst->highest), ")")});
  }
  return findings;
}

}  // namespace cre
