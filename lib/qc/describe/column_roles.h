#pragma once
// What the columns of a table are for, guessed from names and content.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "qc/describe/column_profile.h"
#include "qc/describe/table_sample.h"
#include "qc/qc_config.h"

namespace cre {

enum class ColumnRole {
  none,
  row_names,
  id,
  sequence,
  other_sequence,
  activity,
  standard_error,
  standard_deviation,
  replicate,
  min_gap,
  target_cell,
  chromosome,
  region,
  start,
  end,
  position,
  strand,
  allele,
  split,
  group,
  count,
  p_value,
  annotation,
};

/// "standard error", "target cell", ...; empty for none.
const char* role_name(ColumnRole role);

struct ColumnGuess {
  ColumnRole role = ColumnRole::none;
  bool certain = true;
  std::string task;  // of an activity, its standard error, or a replicate
};

/// Columns by their numbers, from 0.
struct GuessedTask {
  std::string name;
  std::size_t activity = 0;
  std::optional<std::size_t> standard_error = {};
  std::optional<std::size_t> standard_deviation = {};
  std::vector<std::size_t> replicates = {};
  bool is_replicate = false;  // there is no column of all replicates: the activity is the first of them
};

struct TableRoles {
  std::vector<ColumnGuess> columns;  // (columns)
  std::vector<GuessedTask> tasks;
  std::optional<std::size_t> id, sequence, target_cell, min_gap, split, group, region;

  void set(std::size_t column, ColumnRole role, bool certain = true, const std::string& task = "") {
    columns[column] = {role, certain, task};
  }
  bool has(ColumnRole role) const {
    return std::any_of(columns.begin(), columns.end(), [role](const ColumnGuess& guess) { return guess.role == role; });
  }
  bool is_free(std::size_t column) const { return columns[column].role == ColumnRole::none; }
};

/// `profiles` (columns) are of the same table. `tasks` are not guessed when they are no default and all their columns
/// are there.
TableRoles guess_roles(const TableSample& sample, const std::vector<ColumnProfile>& profiles,
                       const MissingWords& missing, const std::vector<QcTask>& tasks);

/// Is the name, without regard to case and punctuation, one of these, which are in lower case?
bool is_called(const std::string& name, const std::vector<std::string>& names);

// The steps of guess_roles, each for columns that are still free.

/// Tasks that were named.
void take_given_tasks(const std::vector<QcTask>& tasks, const std::vector<ColumnProfile>& profiles, TableRoles& roles);
/// Chromosome, region, coordinates, strand, alleles.
void guess_places(const TableSample& sample, const std::vector<ColumnProfile>& profiles, const MissingWords& missing,
                  TableRoles& roles);
/// Activities with their tasks, standard errors, replicates, counts, p-values, MinGap, folds.
void guess_numbers(const std::vector<ColumnProfile>& profiles, TableRoles& roles);
/// Sequences, splits, target cells, ids, groups, annotations. The tasks are known.
void guess_texts(const std::vector<ColumnProfile>& profiles, TableRoles& roles);

}  // namespace cre
