#include "eval/analyses/strata.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/text.h"
#include "statistics/equal_count_bins.h"
#include "statistics/summary.h"
#include "storage/elements.h"
#include "storage/row_cells.h"

namespace cre {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// Quintile of each value and the bounds of each; rows without a value are in none.
struct Divided {
  std::vector<std::int32_t> quintile;         // (N)
  std::vector<std::array<double, 2>> bounds;  // (5) low > high in one without rows
  std::string why;
};

Divided divided(const std::vector<double>& values) {
  Divided out;
  const std::vector<double> defined = defined_values(values);
  out.quintile.assign(values.size(), kNoStratum);
  out.bounds.assign(kQuintiles, {kInfinite, -kInfinite});
  if (defined.size() < kFewestForQuintiles) {
    out.why = defined.empty() ? "no row has a value"
                              : concat("only ", defined.size(), " rows have a value; ", kFewestForQuintiles,
                                       " are needed for quintiles");
    return out;
  }
  const auto [smallest, largest] = std::minmax_element(defined.begin(), defined.end());
  if (*smallest == *largest) {
    out.why = "all rows have the same value";
    return out;
  }
  const Bins bins = bins_by_cut_points(defined, quantile_cut_points(defined, kQuintiles));
  for (std::size_t row = 0, next = 0; row < values.size(); ++row) {
    if (!std::isnan(values[row])) {
      const std::uint32_t bin = bins.bin[next++];
      out.quintile[row] = static_cast<std::int32_t>(bin);
      out.bounds[bin][0] = std::min(out.bounds[bin][0], values[row]);
      out.bounds[bin][1] = std::max(out.bounds[bin][1], values[row]);
    }
  }
  return out;
}

/// Leaves out quintiles in which some of the lists has no row, as ties make them.
void drop_empty(Strata& strata) {
  std::vector<std::int32_t> number(kQuintiles, kNoStratum);
  for (std::uint32_t q = 0; q < kQuintiles; ++q) {
    const bool filled = std::all_of(strata.bounds.begin(), strata.bounds.end(),
                                    [q](const auto& bounds) { return bounds[q][0] <= bounds[q][1]; });
    if (filled) {
      number[q] = static_cast<std::int32_t>(strata.names.size());
      strata.names.push_back(concat('Q', q + 1));
    }
  }
  for (std::vector<std::int32_t>& list : strata.stratum_of) {
    for (std::int32_t& one : list) {
      one = one == kNoStratum ? kNoStratum : number[static_cast<std::size_t>(one)];
    }
  }
  for (auto& bounds : strata.bounds) {
    std::vector<std::array<double, 2>> kept;
    for (std::uint32_t q = 0; q < kQuintiles; ++q) {
      if (number[q] != kNoStratum) {
        kept.push_back(bounds[q]);
      }
    }
    bounds = kept;
  }
  if (strata.names.size() < 2) {
    strata.why = "equal values leave fewer than two quintiles";
    strata.names.clear();
  }
}

/// The values, NaN in rows that were not measured.
std::vector<double> where_measured(const std::vector<double>& values, const std::vector<double>& activity) {
  std::vector<double> out = values;
  for (std::size_t row = 0; row < out.size(); ++row) {
    out[row] = std::isnan(activity[row]) ? activity[row] : out[row];
  }
  return out;
}

std::vector<double> recorded_gc(const EvalRows& rows) {
  return rows.gc.empty() ? std::vector<double>(rows.rows(), std::numeric_limits<double>::quiet_NaN()) : rows.gc;
}

Strata by_flags(const EvalRows& rows) {
  Strata out{.by = "flags", .unit = "", .names = {}, .stratum_of = {{}}, .bounds = {}, .why = ""};
  const std::vector<std::string> all = {"as measured", "length adjusted", "duplicate", "length adjusted and duplicate"};
  std::vector<std::int32_t> number(all.size(), kNoStratum);
  for (const std::uint32_t flags : rows.flags) {
    const std::size_t kind = ((flags & kLengthAdjusted) != 0 ? 1U : 0U) + ((flags & kDuplicate) != 0 ? 2U : 0U);
    if (number[kind] == kNoStratum) {
      number[kind] = static_cast<std::int32_t>(out.names.size());
      out.names.push_back(all[kind]);
    }
    out.stratum_of[0].push_back(number[kind]);
  }
  if (out.names.size() < 2) {
    out.why = rows.flags.empty() ? "no flags are known" : "all rows have the same flags";
    out.names.clear();
  }
  return out;
}

Strata by_target_cell(const EvalRows& rows) {
  Strata out{.by = "target_cell", .unit = "", .names = rows.tasks, .stratum_of = {{}}, .bounds = {}, .why = ""};
  std::size_t known = 0;
  for (const std::int16_t cell : rows.target_cell) {
    out.stratum_of[0].push_back(cell == kUnknownCell ? kNoStratum : cell);
    known += cell == kUnknownCell ? 0 : 1;
  }
  if (known == 0) {
    out.why = "no row has a target cell";
    out.names.clear();
  }
  return out;
}

/// The names that results have besides those of the user's strata.
const std::vector<std::string>& own_kinds() {
  static const std::vector<std::string> kinds = {"min_gap", "gc",          "standard_error", "activity",
                                                 "flags",   "target_cell", "member_sd",      "group"};
  return kinds;
}

Strata by_stratum(const Stratum& stratum) {
  const Stratum few = few_levels(stratum, kShownLevels);
  Strata out{.by = stratum_kind(stratum), .unit = "", .names = {}, .stratum_of = {{}}, .bounds = {}, .why = ""};
  for (const std::string& level : few.levels) {
    out.names.push_back(text_cell(level));
  }
  out.stratum_of[0].assign(few.level.begin(), few.level.end());
  if (out.names.size() < 2) {
    out.why = out.names.empty() ? "no row has a value" : concat("all rows have the value ", out.names.front());
    out.names.clear();
  }
  return out;
}

}  // namespace

std::string stratum_kind(const Stratum& stratum) {
  return free_name(text_cell(stratum.name), own_kinds());
}

Strata quintiles(const std::string& by, const std::string& unit, const std::vector<double>& values) {
  return task_quintiles(by, unit, {values}, {});
}

Strata task_quintiles(const std::string& by, const std::string& unit, const std::vector<std::vector<double>>& values,
                      const std::vector<std::string>& tasks) {
  Strata out{.by = by, .unit = unit, .names = {}, .stratum_of = {}, .bounds = {}, .why = ""};
  for (const std::vector<double>& one : values) {
    Divided list = divided(one);
    if (out.why.empty() && !list.why.empty()) {
      out.why = tasks.empty() ? list.why : concat("task ", tasks[out.stratum_of.size()], ": ", list.why);
    }
    out.stratum_of.push_back(std::move(list.quintile));
    out.bounds.push_back(std::move(list.bounds));
  }
  if (out.why.empty()) {
    drop_empty(out);
  }
  return out;
}

std::vector<Strata> strata_of(const EvalRows& rows, const MinGaps& gaps) {
  std::vector<std::vector<double>> errors, activities, spreads;
  for (const TaskColumn& task : rows.task) {
    errors.push_back(where_measured(task.standard_error, task.activity));
    activities.push_back(task.activity);
    spreads.push_back(where_measured(task.member_sd, task.activity));
  }
  std::vector<Strata> out = {quintiles("min_gap", "l2fc", gaps.measured),
                             quintiles("gc", "share of G and C", recorded_gc(rows)),
                             task_quintiles("standard_error", "l2fc", errors, rows.tasks),
                             task_quintiles("activity", "l2fc", activities, rows.tasks),
                             by_flags(rows),
                             by_target_cell(rows)};
  if (!spreads.front().empty()) {
    out.push_back(task_quintiles("member_sd", "l2fc", spreads, rows.tasks));
  }
  for (const Stratum& stratum : rows.strata) {
    out.push_back(by_stratum(stratum));
  }
  return out;
}

}  // namespace cre
