// Plausibility: target cells and minimum gaps mean what creflow takes them for.

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "core/text.h"
#include "qc/plausibility/plausibility.h"
#include "qc/plausibility/sentinels.h"
#include "qc/reports/activity_report.h"
#include "statistics/minimum_gap.h"
#include "statistics/summary.h"

namespace cre {
namespace {

constexpr double kTolerance = 1e-3;  // tables give activities with three or more decimals

std::string most_common_values(const std::map<std::string, std::size_t>& counts) {
  constexpr std::size_t kShown = 4;
  std::vector<std::pair<std::string, std::size_t>> order(counts.begin(), counts.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(kShown, order.size()); ++i) {
    out.push_back(concat(quoted_value(order[i].first), " (", counted(order[i].second, "row"), ")"));
  }
  return concat(join(out, ", "), order.size() > kShown ? ", ..." : "");
}

std::string task_list(const QcConfig& config) {
  std::vector<std::string> names;
  for (const QcTask& task : config.tasks) {
    names.push_back(task.name);
  }
  return join(names, ", ");
}

struct Definition {
  const char* name;
  std::function<double(std::span<const double> activity, std::int16_t target)> gap;
};

double target_minus_mean_of_others(std::span<const double> activity, std::size_t target) {
  double sum = -activity[target];
  for (const double y : activity) {
    sum += y;
  }
  return activity[target] - sum / static_cast<double>(activity.size() - 1);
}

/// What the column may be: the first is what it should be.
std::vector<Definition> definitions() {
  return {{"the target cell minus the best other",
           [](auto y, auto t) { return target_minus_best_other(y, static_cast<std::size_t>(t)); }},
          {"the best other minus the target cell (the other sign)",
           [](auto y, auto t) { return -target_minus_best_other(y, static_cast<std::size_t>(t)); }},
          {"the largest minus the second largest, whatever the target cell",
           [](auto y, auto) { return top1_minus_top2(y); }},
          {"the target cell minus the mean of the others",
           [](auto y, auto t) { return target_minus_mean_of_others(y, static_cast<std::size_t>(t)); }}};
}

struct Agreement {
  std::int64_t compared = 0;
  std::int64_t equal = 0;
  double share() const { return compared == 0 ? 0.0 : static_cast<double>(equal) / static_cast<double>(compared); }
};

Agreement agreement(const KeptElements& elements, const Definition& definition) {
  const std::size_t tasks = elements.task_count();
  Agreement out;
  std::vector<double> activity(tasks);
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    if (elements.target_cell[row] == kUnknownCell) {
      continue;
    }
    elements.activity.read(row * tasks, activity);
    const double difference = std::fabs(elements.min_gap[row] - definition.gap(activity, elements.target_cell[row]));
    if (std::isnan(difference)) {
      continue;
    }
    ++out.compared;
    out.equal += difference <= kTolerance ? 1 : 0;
  }
  return out;
}

}  // namespace

Findings target_cell_findings(const MeasuredTable& table, const std::vector<std::size_t>& kept,
                              const QcConfig& config) {
  if (!config.columns.target_cell || kept.empty()) {
    return {};
  }
  std::size_t named = 0, unknown = 0;
  std::map<std::string, std::size_t> unknown_cells;
  for (const std::size_t row : kept) {
    if (table.cell_name[row].empty()) {
      continue;
    }
    ++named;
    if (table.target_cell[row] != kUnknownCell) {
      continue;
    }
    ++unknown;
    ++unknown_cells[std::string(table.cell_name[row])];
  }
  const std::string& column = *config.columns.target_cell;
  if (named == 0) {
    return {{"target_cell", concat("column ", column,
                                   ": no kept row has a target cell; set qc.columns.target_cell: null "
                                   "if the table has none")}};
  }
  const double share = static_cast<double>(unknown) / static_cast<double>(named);
  if (share <= config.plausibility.unknown_target_share) {
    return {};
  }
  return {
      {"target_cell",
       concat("column ", column, ": the target cell of ", unknown, " of ", named,
              " rows is no task: ", most_common_values(unknown_cells), "; the tasks are ", task_list(config),
              ": name them in qc.tasks like the target cells, and leave the cell empty where an element has none")}};
}

Findings min_gap_findings(const KeptElements& elements, const QcConfig& config) {
  if (!config.columns.min_gap) {
    return {};
  }
  const std::string& column = *config.columns.min_gap;
  const ValueCounts gaps(elements.min_gap, 0, 1);
  Findings findings;
  add_sentinels(column, sentinels(different_values(gaps), config.plausibility), findings);
  if (gaps.size() >= kFewestRows && gaps.smallest() == gaps.largest()) {
    return {{"min_gap", concat("column ", column, ": the minimum gap is ", gaps.smallest(), " in all rows")}};
  }
  if (elements.task_count() < 2) {
    return findings;
  }
  const std::vector<Definition> all = definitions();
  const Agreement wanted = agreement(elements, all.front());
  if (wanted.compared < static_cast<std::int64_t>(kFewestRows) ||
      wanted.share() >= config.plausibility.min_gap_agreement) {
    return findings;
  }
  std::string text = concat("column ", column, ": only ", wanted.equal, " of ", wanted.compared,
                            " minimum gaps are the activity of ", all.front().name);
  for (std::size_t i = 1; i < all.size(); ++i) {
    const Agreement other = agreement(elements, all[i]);
    if (other.share() < config.plausibility.min_gap_agreement) {
      continue;
    }
    text += concat("; ", other.equal, " are ", all[i].name);
    break;
  }
  findings.push_back(
      {"min_gap",
       concat(text, "; set qc.columns.min_gap: null and eval.min_gap.definition to have creflow compute it")});
  return findings;
}

}  // namespace cre
