#include "eval/analyses/outliers.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include "eval/analyses/strata.h"
#include "statistics/hypergeometric.h"
#include "statistics/multiple_testing.h"
#include "storage/elements.h"
#include "storage/row_cells.h"

namespace cre {

namespace {

constexpr double kWorstShare = 0.01;
constexpr double kAlpha = 0.05;
constexpr std::size_t kFewestOfGroup = 2;  // of a single row nothing can be over-represented

std::vector<Outlier> worst_of_task(const EvalRows& rows, std::size_t task) {
  std::vector<Outlier> all;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const double measured = rows.task[task].activity[row];
    if (!std::isnan(measured)) {
      all.push_back({.row = row, .task = task, .residual = measured - rows.task[task].predicted[row]});
    }
  }
  const auto worst = static_cast<std::size_t>(std::ceil(kWorstShare * static_cast<double>(all.size())));
  const auto worse = [](const Outlier& a, const Outlier& b) {
    const double of_a = std::abs(a.residual), of_b = std::abs(b.residual);
    return of_a != of_b ? of_a > of_b : a.row < b.row;
  };
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(worst), all.end(), worse);
  all.resize(worst);
  return all;
}

using Name = std::pair<std::string, std::string>;  // kind, name

/// Rows by what could be over-represented.
std::map<Name, std::vector<std::size_t>> candidates(const EvalRows& rows) {
  std::map<Name, std::vector<std::size_t>> out;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    out[{"group", std::to_string(rows.group[row])}].push_back(row);
    if (rows.target_cell[row] != kUnknownCell) {
      out[{"target_cell", rows.tasks[static_cast<std::size_t>(rows.target_cell[row])]}].push_back(row);
    }
    for (const Stratum& stratum : rows.strata) {
      if (const std::int16_t level = stratum.level[row]; level != kNoLevel) {
        out[{stratum_kind(stratum), text_cell(stratum.levels[static_cast<std::size_t>(level)])}].push_back(row);
      }
    }
  }
  std::erase_if(out, [](const auto& one) { return one.second.size() < kFewestOfGroup; });
  return out;
}

}  // namespace

Outliers outliers(const EvalRows& rows) {
  Outliers out;
  std::vector<bool> is_outlier(rows.rows(), false);
  for (std::size_t task = 0; task < rows.task_count(); ++task) {
    for (const Outlier& one : worst_of_task(rows, task)) {
      out.worst.push_back(one);
      is_outlier[one.row] = true;
    }
  }
  out.rows = static_cast<std::size_t>(std::count(is_outlier.begin(), is_outlier.end(), true));

  std::vector<OverRepresentation> all;
  std::vector<double> p_values;
  for (const auto& [name, members] : candidates(rows)) {
    const auto common = static_cast<std::size_t>(
        std::count_if(members.begin(), members.end(), [&](std::size_t row) { return is_outlier[row]; }));
    p_values.push_back(
        hypergeometric_tail({.common = common, .chosen = out.rows, .marked = members.size(), .rows = rows.rows()}));
    all.push_back({.kind = name.first,
                   .name = name.second,
                   .outliers = common,
                   .rows = members.size(),
                   .p = p_values.back(),
                   .p_adjusted = 1.0});
  }
  out.tested = all.size();
  const std::vector<double> adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].p_adjusted = adjusted[i];
  }
  std::copy_if(all.begin(), all.end(), std::back_inserter(out.over_represented),
               [](const OverRepresentation& one) { return one.p_adjusted < kAlpha; });
  return out;
}

}  // namespace cre
