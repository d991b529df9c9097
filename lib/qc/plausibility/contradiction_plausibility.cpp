// Plausibility: copies of one sequence have about the same activity.

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

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
double difference_error(const Elements& elements, std::size_t task, const Extremes& rows) {
  const auto error = [&](std::size_t row) { return elements.standard_error[row * elements.task_count() + task]; };
  const double error_of_both = std::hypot(error(rows.lowest), error(rows.highest));
  return std::isnan(error_of_both) ? 0.0 : error_of_both;
}

bool has_one_sequence(const Elements& elements) {
  for (std::size_t row = 1; row < elements.rows(); ++row) {
    if (sequence_bytes(elements, row) != sequence_bytes(elements, 0)) {
      return false;
    }
  }
  return true;
}

}  // namespace

Findings contradiction_findings(const Elements& elements, const QcConfig& config) {
  const std::size_t tasks = elements.task_count();
  Findings findings;
  if (elements.rows() > 1 && has_one_sequence(elements)) {
    findings.push_back(
        {"one_sequence", concat("all ", grouped(elements.rows()), " kept rows have the same sequence: does ",
                                "qc.columns.sequence name the right column?")});
  }
  for (std::size_t task = 0; task < tasks; ++task) {
    const auto activity = [&](std::size_t row) { return elements.activity[row * tasks + task]; };
    std::map<std::string_view, Extremes> copies;
    for (std::size_t row = 0; row < elements.rows(); ++row) {
      if ((elements.flags[row] & kDuplicate) == 0 || std::isnan(activity(row))) {
        continue;
      }
      Extremes& same = copies.try_emplace(sequence_bytes(elements, row), Extremes{row, row}).first->second;
      if (activity(row) < activity(same.lowest)) {
        same.lowest = row;
      }
      if (activity(row) > activity(same.highest)) {
        same.highest = row;
      }
    }
    std::int64_t count = 0;
    const Extremes* worst = nullptr;
    const auto spread = [&](const Extremes& same) { return activity(same.highest) - activity(same.lowest); };
    for (const auto& entry : copies) {
      const double noise = kErrors * difference_error(elements, task, entry.second);
      if (spread(entry.second) <= std::max(config.plausibility.contradiction, noise)) {
        continue;
      }
      ++count;
      if (worst == nullptr || spread(entry.second) > spread(*worst)) {
        worst = &entry.second;
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
