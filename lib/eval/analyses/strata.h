#pragma once
// Parts of the evaluated rows that are looked at one by one: quintiles, cells, flags.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "eval/eval_rows.h"
#include "eval/min_gap.h"

namespace cre {

inline constexpr std::int32_t kNoStratum = -1;

/// One way to divide the rows. Either every task divides them alike, or each by values of its own.
struct Strata {
  std::string by;                                     // "min_gap", "gc", ...: the key in metrics.json
  std::string unit;                                   // of the bounds; "" where there are none
  std::vector<std::string> names;                     // (S), none where `why` says that there are no strata
  std::vector<std::vector<std::int32_t>> stratum_of;  // (1 or K)(N) kNoStratum for rows in none
  std::vector<std::vector<std::array<double, 2>>>
      bounds;       // (1 or K)(S) smallest and largest value; empty: not of values
  std::string why;  // why there are no strata

  const std::vector<std::int32_t>& of_task(std::size_t task) const {
    return stratum_of[stratum_of.size() == 1 ? 0 : task];
  }
};

inline constexpr std::uint32_t kQuintiles = 5;
/// Fewest rows that are divided into quintiles.
inline constexpr std::size_t kFewestForQuintiles = 30;

/// Quintiles "Q1" to "Q5" of the values (N), NaN for rows in none. Cut points are percentiles 20, 40, 60, 80 of the
/// values; equal values stay together, so with ties sizes differ, and quintiles without rows are left out. `why` when
/// fewer than kFewestForQuintiles rows have a value, all have the same, or fewer than two quintiles are left.
Strata quintiles(const std::string& by, const std::string& unit, const std::vector<double>& values);

/// Quintiles of values of each task (K)(N): each task has its own cut points. None when a task cannot be divided; `why`
/// names it, from `tasks` (K).
Strata task_quintiles(const std::string& by, const std::string& unit, const std::vector<std::vector<double>>& values,
                      const std::vector<std::string>& tasks);

/// What a stratum of the table (qc.strata) is called in results: its name, "NAME (column)" for one of the names below.
std::string stratum_kind(const Stratum& stratum);

/// All strata of an evaluation: by measured minimum gap, GC content, standard error and activity of the task, flags,
/// target cell, of an ensemble the spread of its members, and the strata of the table: of more than kShownLevels
/// different values the rarest together.
std::vector<Strata> strata_of(const EvalRows& rows, const MinGaps& gaps);

}  // namespace cre
